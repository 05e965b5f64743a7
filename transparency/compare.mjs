// Runs any command bare and with FaultSnap preloaded, and says what differs.
// Usage: node transparency/compare.mjs [--copy] [--timeout SECONDS] [--preload FILE] [--json] -- <command> [argument …]
// --copy: each run in a fresh copy of the working folder. Ends with 0 (no difference), 1 (differences) or 2 (wrong usage).
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compareCommand, isOurs, register } from './lib/compare-command.mjs'
import { printVerdicts } from './lib/report.mjs'

const at = process.argv.indexOf('--')
const command = at === -1 ? [] : process.argv.slice(at + 1)
const { values } = parseArgs({
  args: process.argv.slice(2, at === -1 ? undefined : at),
  options: {
    copy: { type: 'boolean', default: false }, json: { type: 'boolean', default: false },
    timeout: { type: 'string', default: '600' }, preload: { type: 'string', default: register },
  },
})
if (command.length === 0) {
  console.error('usage: node transparency/compare.mjs [--copy] [--timeout SECONDS] [--preload FILE] [--json] -- <command> [argument …]')
  process.exit(2)
}
if (!existsSync(values.preload)) {
  console.error(`${values.preload} is not there: run npm run build first.`)
  process.exit(2)
}

const cwd = process.cwd()
const copies = values.copy && {
  prepare () {
    const dir = realpathSync(mkdtempSync(join(tmpdir(), 'transparency-copy-')))
    cpSync(cwd, dir, { recursive: true, verbatimSymlinks: true })
    return dir
  },
  release: dir => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }),
}
const result = await compareCommand({ command, cwd, timeoutMs: Number(values.timeout) * 1000, preload: resolve(values.preload), ...copies })
const { runs, ...summary } = result
if (values.json) console.log(JSON.stringify(summary, null, 2))
else {
  console.log(`bare: ${runs.bare[0].ending}, ${result.bareMs} ms; recorded: ${runs.recorded[0].ending}, ${result.recordedMs} ms`)
  console.log(`${result.tests} tests, ${result.capsules} capsules`)
  printVerdicts(result.verdicts)
}
process.exitCode = result.verdicts.some(isOurs) ? 1 : 0
