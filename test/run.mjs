// Runs every test file in its own process, two at a time, and adds up uvu's totals. The few files that fail are run once more,
// alone: what fails beside other programs only has been waiting for the machine, and is named as flaky.
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

/** More failures than a busy machine explains. */
const MAX_RERUN = 3

/** What takes longer hangs: the slowest file takes two and a half minutes beside others. What is run by name may be at full size. */
const MAX_FILE_MS = wanted.length === 0 ? 400_000 : 2 ** 31 - 1

/** Of a file: { passed, failed, skipped }. */
const results = new Map()

function runFile (file) {
  return new Promise(resolve => {
    const startedAt = Date.now()
    const child = spawn(process.execPath, ['--require', 'tsx/cjs', file], {
      cwd: root,
      env: { ...process.env, FAULTSNAP_TEST: '1', NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const hanging = setTimeout(() => child.kill('SIGKILL'), MAX_FILE_MS)
    let output = ''
    child.stdout.on('data', data => { output += data })
    child.stderr.on('data', data => { output += data })
    child.on('close', (code, signal) => {
      clearTimeout(hanging)
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
      results.set(file, { passed: filePassed, failed: fileFailed, skipped: fileSkipped })
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

const isFailed = file => results.get(file).failed > 0
const again = files.filter(isFailed)
if (again.length <= MAX_RERUN) {
  for (const file of again) {
    console.log(`run again, alone: ${file}`)
    await runFile(file)
    if (!isFailed(file)) console.log(`note: flaky: ${file} failed beside others and passed alone`)
  }
}

const sum = name => [...results.values()].reduce((total, result) => total + result[name], 0)
const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')]
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
