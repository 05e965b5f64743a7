import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const ROOT = join(__dirname, '../..')

export interface Result { code: number | null, output: string }

/**
 * The shop of `npm run demo`, crashed once, in a temporary folder. `demo` is what the demo printed, stdout and stderr as they
 * came; `dir` is where the shop lies, with FaultSnap in its node_modules.
 */
export class DemoShop {
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-demo-')))
  readonly dir = join(this.home, 'corner-shop')
  readonly demo: Result

  constructor () {
    this.demo = this.run([join(ROOT, 'scripts/demo.mjs'), this.home], this.home)
  }

  /** Runs Node in the shop. stdout and stderr go to one file, so that their order is the one a terminal shows. */
  run (args: string[], cwd = this.dir): Result {
    const file = join(this.home, 'output.txt')
    const descriptor = openSync(file, 'w')
    const { NODE_OPTIONS: _options, FORCE_COLOR: _force, ...rest } = process.env
    const env = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('FAULTSNAP_')))
    const { status } = spawnSync(process.execPath, args, {
      cwd, stdio: ['ignore', descriptor, descriptor], timeout: 60_000,
      env: { ...env, NO_COLOR: '1', SHOP_API_KEY: 'open-sesame-2217' },
    })
    closeSync(descriptor)
    return { code: status, output: readFileSync(file, 'utf8') }
  }

  /** Runs a line of the docs as a shell would: `node …` or `npx faultsnap …`, arguments in single quotes or not. */
  runLine (line: string): Result {
    const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(match => match[1] ?? match[2]!)
    if (words[0] === 'node') return this.run(words.slice(1))
    const [command, name, ...args] = words
    if (command === 'npx' && name === 'faultsnap') return this.run(['node_modules/faultsnap/dist/cli.mjs', ...args])
    throw new Error(`An example runs node or npx faultsnap, not: ${line}`)
  }

  /** With everything that differs between machines and runs replaced by what the docs show. */
  normalise (text: string): string {
    return text
      .replaceAll(this.dir, '/srv/corner-shop')
      .replaceAll('\r\n', '\n')
      .replace(/\b\d{4}-\d\d-\d\d([T ])\d\d:\d\d:\d\d(?:\.\d{3}Z)?/g, '2026-06-13$123:29:34')
      .replace(/\b\d{4}-\d\d-\d\d(?=[\\/])/g, '2026-06-13')
      .replace(/crash_\d{6}_[0-9a-f]{8}/g, 'crash_232934_1eaee423')
      .replace(/^( *capsule  |)[0-9a-f]{8}(,|  )/gm, '$11eaee423$2')
      .replace(/\b\d+\.\d s after start/g, '0.2 s after start')
      .replace(/Node\.js v\d+\.\d+\.\d+/g, 'Node.js v22.23.3')
      .replace(/V8 [^,\s]+, \w+ \w+, pid \d+/g, 'V8 12.4.254.21-node.57, linux x64, pid 4969')
  }

  remove (): void {
    rmSync(this.home, { recursive: true, force: true })
  }
}
