// The HTML report's script and style, which the packer and the CLI read from beside their bundles.
import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')

/** Writes `report.js` and `report.css` into a folder; gives esbuild's results. */
export async function buildReportAssets (outdir) {
  const common = { bundle: true, minify: true, target: 'es2022', metafile: true, legalComments: 'none', logLevel: 'warning', outdir,
    absWorkingDir: root }
  return await Promise.all([
    build({ ...common, entryPoints: { report: 'src/report/page/main.ts' }, format: 'iife', platform: 'browser', charset: 'utf8' }),
    build({ ...common, entryPoints: { report: 'src/report/style.css' }, charset: 'utf8' }),
  ])
}
