import { dirname } from 'node:path'
import type { Masker } from '../../src/mask/masker'
import type { ProcessRecord, RuntimeRecord } from '../../src/model'
import { gitCommitOf } from '../../src/program/git-commit-of'
import { packageOf } from '../../src/program/package-of'
import { guarded } from '../boundary'
import { processUsage } from './process-usage'
import type { RecordedProgram } from './recorded-program'

const { version, versions, platform, arch } = process

export function runtimeRecord (): RuntimeRecord {
  return { name: 'node', version, v8: versions.v8, platform, arch, versions: { ...versions } as Record<string, string> }
}

/** Each fact is read on its own: one that Node refuses (permission model) or the program replaced leaves the others whole. */
export function processRecord (agent: RecordedProgram, masker: Masker): ProcessRecord {
  const cwd = guarded('cwd', () => process.cwd()) ?? ''
  const argv = process.argv
  const main = argv[1]
  const dir = main !== undefined && main.includes('/') || main?.includes('\\') === true ? dirname(main) : cwd
  const record: ProcessRecord = {
    pid: process.pid,
    ppid: process.ppid,
    argv: masker.maskArgv(argv),
    execArgv: masker.maskArgv(process.execArgv),
    cwd: masker.maskText(cwd),
    uptimeS: Math.round(process.uptime() * 1000) / 1000,
  }
  if (agent.memoryAtStart !== undefined) record.memoryAtStart = agent.memoryAtStart
  const title = guarded('title', () => process.title)
  if (title !== undefined) record.title = masker.maskText(masker.maskArgv(title.split(' ')).join(' '))
  if (typeof process.exitCode === 'number') record.exitCode = process.exitCode
  Object.assign(record, agent.usageAtCrash ?? processUsage())
  const hostname = guarded('hostname', () => (require('node:os') as typeof import('node:os')).hostname())
  if (hostname !== undefined) record.hostname = masker.maskText(hostname)
  const found = guarded('package', () => packageOf(dir))
  if (found !== undefined) record.package = { ...found, dir: masker.maskText(found.dir) }
  const git = guarded('git', () => gitCommitOf(found?.dir ?? cwd))
  if (git !== undefined) record.git = git
  return record
}
