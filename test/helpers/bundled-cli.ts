import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyProject, root } from '../e2e/installed'

export interface CliResult { code: number | null, signal: string | null, stdout: string, stderr: string }

const dist = join(root, 'dist')

/**
 * The CLI as users get it: as it was built, in a folder of its own, beside a stand-in for the agent that appends `FAKE_CRASH` (a line of
 * the run log) when it is preloaded with that set. `dir` is an empty working directory.
 */
export class BundledCli {
  // A folder whose name is awkward in NODE_OPTIONS. (Node itself cannot load an ES module from a path with a backslash in it.)
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), process.platform === 'win32' ? 'faultsnap cli ' : 'faultsnap "cli" ')))
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-cwd-')))
  readonly file = join(this.home, 'cli.mjs')
  readonly registerFile = join(this.home, 'register.cjs')

  constructor () {
    if (!existsSync(join(dist, 'cli.mjs'))) throw new Error('dist/ is not built: run `npm run build` first')
    for (const name of ['cli.mjs', 'report.js', 'report.css']) copyFileSync(join(dist, name), join(this.home, name))
    copyProject(join(dist, 'cli'), join(this.home, 'cli'))
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
