// env: NODE_V8_COVERAGE=coverage
// Coverage of a program that fails: the same functions, the same counts.
const fs = require('node:fs')
const { spawnSync } = require('node:child_process')
if (process.argv[2] === 'child') {
  function called (n) { if (n > 2) throw new Error('fails'); return n }
  function never () { return 1 }
  for (let i = 0; i < 3; i++) try { called(i * 2) } catch {}
  called(9)
}
const { status } = spawnSync(process.execPath, [__filename, 'child'], { env: { ...process.env, NODE_V8_COVERAGE: 'own' } })
for (const file of fs.readdirSync('own')) {
  const { result } = JSON.parse(fs.readFileSync(`own/${file}`))
  for (const { url, functions } of result) if (url.endsWith('coverage.cjs')) console.log(status, functions.map(({ functionName, ranges }) => `${functionName}:${ranges.map(({ count }) => count)}`).join(' '))
}
fs.rmSync('own', { recursive: true })
process.on('exit', () => { process.env.NODE_V8_COVERAGE = '' })
