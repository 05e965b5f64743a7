// Bundles the shadow heap (cli/shadow/realm/) as one script whose value is a function: it runs in a realm without modules.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** Its own copies: an expression may overwrite the global ones. */
const OWN = ['Array', 'Boolean', 'Date', 'Error', 'Function', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'Proxy', 'ReferenceError', 'RangeError', 'Reflect', 'RegExp',
  'Set', 'String', 'Symbol', 'TypeError', 'WeakMap', 'WeakRef', 'WeakSet', 'BigInt']

export async function buildShadow (dist, options = {}) {
  const result = await build({
    bundle: true, format: 'iife', platform: 'neutral', target: 'es2022', minify: true, legalComments: 'none', logLevel: 'warning', metafile: true, write: false,
    entryPoints: [join(import.meta.dirname, '..', 'cli', 'shadow', 'realm', 'index.ts')], outfile: join(dist, 'shadow.js'), globalName: 'shadow', ...options,
  })
  writeFileSync(join(dist, 'shadow.js'), `(() => { const { ${OWN.join(', ')} } = globalThis\n${result.outputFiles[0].text}\nreturn shadow.createShadow })()\n`)
  return result
}
