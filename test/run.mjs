// Runs every test file in its own process, two at a time, and adds up uvu's totals.
// Usage: node test/run.mjs [part of a path …]
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const wanted = process.argv.slice(2)
const files = readdirSync(join(root, 'test'), { recursive: true })
  .filter(file => file.endsWith('.test.ts'))
  .map(file => join('test', file))
  .filter(file => wanted.length === 0 || wanted.some(part => file.includes(part)))
  .sort()

let passed = 0
let failed = 0
let skipped = 0

function runFile (file) {
  return new Promise(resolve => {
    const startedAt = Date.now()
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      cwd: root,
      env: { ...process.env, FAULTSNAP_TEST: '1', NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', data => { output += data })
    child.stderr.on('data', data => { output += data })
    child.on('close', (code, signal) => {
      const count = name => {
        let sum = 0
        for (const match of output.matchAll(new RegExp(`^\\s*(?:\\x1b\\[\\d+m)*${name}:\\s+(\\d+)`, 'gm'))) sum += Number(match[1])
        return sum
      }
      const total = count('Total')
      const filePassed = count('Passed')
      const fileSkipped = count('Skipped')
      // A file that dies, or that runs no test, is a failure of its own: silence must not look like success.
      const fileFailed = Math.max(total - filePassed, code === 0 && total > 0 ? 0 : 1)
      passed += filePassed
      skipped += fileSkipped
      failed += fileFailed
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
      console.log(`${fileFailed === 0 ? 'ok  ' : 'FAIL'} ${file} (${filePassed}/${total}, ${seconds} s)${signal ? ` ended by ${signal}` : ''}`)
      if (fileFailed > 0 || /^note: /m.test(output)) {
        console.log((fileFailed > 0 ? output : output.split('\n').filter(line => line.startsWith('note: ')).join('\n')).trimEnd().replace(/^/gm, '     '))
      }
      resolve()
    })
  })
}

// A hundred processes at once leave no other program the time that its test counts on.
const isAlone = file => file.includes('hundred-crashes')
const queue = files.filter(file => !isAlone(file))
await Promise.all(Array.from({ length: Math.min(4, Math.max(2, availableParallelism())) }, async () => {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) await runFile(file)
}))
for (const file of files.filter(isAlone)) await runFile(file)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
