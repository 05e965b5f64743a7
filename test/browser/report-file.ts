import { mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Capsule } from '../../src/capsule/read'
import { renderReport } from '../../src/report/report'
import { loadReportAssets } from '../../src/report/report-assets'
import { ROOT } from '../helpers/demo-shop'

/** A temporary folder for reports, with the script and the style that were built. */
export class ReportFolder {
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-pages-')))
  readonly #assets = loadReportAssets(join(ROOT, 'dist'))

  /** Writes the report of a crash as `<name>.html`. */
  async write (name: string, crash: Capsule): Promise<{ file: string, bytes: number }> {
    if (!this.#assets.script || !this.#assets.style) throw new Error('dist/ is not built: run `npm run build` first')
    const page = await renderReport(crash, { assets: this.#assets, editorUrl: 'vscode://file/{path}:{line}:{column}', pathMap: [] })
    const file = join(this.dir, `${name}.html`)
    writeFileSync(file, page)
    return { file, bytes: statSync(file).size }
  }

  remove (): void {
    rmSync(this.dir, { recursive: true, force: true })
  }
}
