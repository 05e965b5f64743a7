import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadReportAssets, type ReportAssets } from '../../src/report/report-assets'

const SCRIPT = join(__dirname, '../../scripts/report-assets.mjs')

/** Writes the report's script and style into a folder, as a build does. */
export function writeReportAssets (dir: string): void {
  const code = `import { buildReportAssets } from ${JSON.stringify(pathToFileURL(SCRIPT).href)}\nawait buildReportAssets(${JSON.stringify(dir)})`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

/** The report's script and style, built from the sources. */
export function buildReportAssets (): ReportAssets {
  const dir = mkdtempSync(join(tmpdir(), 'faultsnap-assets-'))
  try {
    writeReportAssets(dir)
    return loadReportAssets(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
