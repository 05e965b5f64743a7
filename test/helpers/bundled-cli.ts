import { spawnSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { writeReportAssets } from './report-assets'

export interface CliResult { code: number | null, signal: string | null, stdout: string, stderr: string }

/**
 * The CLI as users get it: bundled, in a folder of its own, beside a stand-in for the agent that appends `FAKE_CRASH` (a line of
 * the run log) when it is preloaded with that set. `dir` is an empty working directory.
 */
export class BundledCli {
  // A folder whose name is awkward in NODE_OPTIONS. (Node itself cannot load an ES module from a path with a backslash in it.)
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), process.platform === 'win32' ? 'faultsnap cli ' : 'faultsnap "cli" ')))
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-cwd-')))
  readonly file = join(this.home, 'cli.mjs')
  readonly registerFile = join(this.home, 'register.cjs')

  constructor () {
    buildSync({
      entryPoints: [join(__dirname, '../../cli/main.ts')], outfile: this.file, bundle: true, platform: 'node', format: 'esm',
        target: 'node20',
      banner: { js: 'import * as bundleModule from \'node:module\'\nconst require = bundleModule.createRequire(import.meta.url)' },
    })
    writeReportAssets(this.home)
    writeFileSync(this.registerFile, `
      if (process.env.FAKE_CRASH) require('node:fs').appendFileSync(process.env.FAULTSNAP_RUN_LOG, process.env.FAKE_CRASH + '\\n')
      globalThis.isPreloaded = (globalThis.isPreloaded ?? 0) + 1
    `)
  }

  run (args: string[], options: { env?: Record<string, string>, cwd?: string } = {}): CliResult {
    const { NO_COLOR: _no, FORCE_COLOR: _force, NODE_OPTIONS: _options, ...rest } = process.env
    const env = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('FAULTSNAP_')))
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [this.file, ...args], {
      cwd: options.cwd ?? this.dir, env: { ...env, ...options.env }, encoding: 'utf8', timeout: 30_000,
    })
    return { code: status, signal, stdout, stderr }
  }

  remove (): void {
    for (const dir of [this.home, this.dir]) rmSync(dir, { recursive: true, force: true })
  }
}
