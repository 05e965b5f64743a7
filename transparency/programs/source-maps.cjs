// flags: --enable-source-maps
// Stacks through source maps.
const map = { version: 3, sources: ['original.ts'], sourcesContent: ['export function failing (n: number) {\n  throw new Error("mapped")\n}\n'], names: [], mappings: 'AAAA;AACA;AACA' }
const code = `function failing (n) {\n  throw new Error('mapped')\n}\nmodule.exports = failing\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`
require('node:fs').writeFileSync('mapped.js', code)
const failing = require('./mapped.js')
try { failing(1) } catch (error) { console.log(error.stack.split('\n').slice(0, 2).join('\n')) }
setTimeout(failing)
