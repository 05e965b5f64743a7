import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Masker } from '../../src/mask/masker'
import { safeEnvironment } from '../../src/program/safe-environment'
import type { RunningProcess } from '../../src/run-folder'

const MAX_BYTES = 16 * 1024 * 1024
const MAX_DEPTH = 40

/**
 * Node's diagnostic report of a process, masked, as JSON text: the newest `report.….<pid>.….json` that was written while it ran where
 * its options say. Undefined without one. https://nodejs.org/api/report.html
 */
export function diagnosticReport ({ pid, startedAt, reportDir, captureEnvironment }: RunningProcess, masker: Masker): string | undefined {
  const file = newestReport(reportDir, pid, startedAt)
  if (file === undefined) return undefined
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    const { environmentVariables = {}, ...rest } = report
    return JSON.stringify({
      ...masked(rest, masker) as object,
      environmentVariables: safeEnvironment(environmentVariables as Record<string, string>, captureEnvironment, masker).variables,
    }, null, 1)
  } catch {
    return undefined
  }
}

function newestReport (dir: string, pid: number, startedAt: number): string | undefined {
  try {
    return readdirSync(dir)
      .filter(name => new RegExp(`^report\\.\\d+\\.\\d+\\.${pid}\\.\\d+\\.\\d+\\.json$`).test(name))
      .map(name => ({ file: join(dir, name), stat: statSync(join(dir, name)) }))
      .filter(({ stat }) => stat.isFile() && stat.size <= MAX_BYTES && stat.mtimeMs >= startedAt - 1000)
      .sort((a, b) => b.stat.mtimeMs - a.stat.mtimeMs)[0]?.file
  } catch {
    return undefined
  }
}

function masked (value: unknown, masker: Masker, name = '', depth = 0): unknown {
  if (depth > MAX_DEPTH) return null
  if (typeof value === 'string') return masker.maskNamed(name, value)
  if (Array.isArray(value)) {
    return name === 'commandLine' ? masker.maskArgv(value.map(String)) : value.map(each => masked(each, masker, name, depth + 1))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [masker.maskText(key), masked(each, masker, key, depth + 1)]))
}
