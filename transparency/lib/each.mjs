// Runs files one after the other, each in a process of its own, as many test scripts do: `node each.mjs <file> …`.
import { spawnSync } from 'node:child_process'

let failed = 0
for (const file of process.argv.slice(2)) {
  console.log(`# file ${file}`)
  const { status, signal } = spawnSync(process.execPath, [file], { stdio: 'inherit' })
  console.log(`# ended ${status} ${signal}`)
  if (status !== 0) failed++
}
process.exitCode = failed === 0 ? 0 : 1
