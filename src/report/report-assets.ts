import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a build puts beside the bundles: the page's script and style. One that is absent costs the page that comfort only. */
export interface ReportAssets { script?: string, style?: string }

/** The files `report.js` and `report.css` of a folder, as far as they are there. Never throws. */
export function loadReportAssets (dir: string | undefined): ReportAssets {
  if (dir === undefined) return {}
  const script = read(join(dir, 'report.js'))
  const style = read(join(dir, 'report.css'))
  return { ...script !== undefined && { script }, ...style !== undefined && { style } }
}

function read (file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
