import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dispatch } from '../../../cli/dispatch'
import type { Io } from '../../../cli/io'
import { FaultSnapError } from '../../../src/errors'
import { createColours } from '../../../src/terminal/colours'
import { writeReportAssets } from '../../helpers/report-assets'

/** What is done with each capsule: every command that reads one, as text and for scripts. `FILE`, `GOOD` and `OUT` are put in. */
export const COMMANDS: readonly (readonly string[])[] = [
  ['verify', 'FILE'], ['inspect', 'FILE'], ['stack', 'FILE', '--all'], ['vars', 'FILE'], ['vars', 'FILE', '--depth', '6'], ['env', 'FILE'], ['fingerprint', 'FILE'],
  ['graph', 'FILE'], ['graph', 'FILE', '--format', 'svg', '--all'], ['graph', 'FILE', '--format', 'dot'], ['html', 'FILE', '-o', 'OUT'], ['diff', 'FILE', 'GOOD'],
  ['diff', 'GOOD', 'FILE', '--all'], ['get', 'FILE', 'item.price'], ['get', 'FILE', 'deep'], ['get', 'FILE', 'this.items[0]'], ['open', 'FILE', '--print'],
  ['inspect', 'FILE', '--json'], ['stack', 'FILE', '--json'], ['vars', 'FILE', '--json'], ['env', 'FILE', '--json'], ['verify', 'FILE', '--json'],
  ['graph', 'FILE', '--json'], ['fingerprint', 'FILE', '--json'], ['diff', 'FILE', 'GOOD', '--json'], ['list', '--repo', 'REPO'], ['stats', '--repo', 'REPO'],
  ['search', 'price', '--vars', '--repo', 'REPO'], ['list', '--group', '--repo', 'REPO', '--json'],
]

/** Runs commands on capsules in a folder of its own, within this process. */
export class CapsuleUser {
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-fuzz-')))
  readonly #assets = join(this.dir, 'assets')
  readonly #work = join(this.dir, 'work')
  readonly #good: string
  #before: string[] = []

  constructor (good: Buffer, private readonly makeFolder: (path: string) => void) {
    for (const folder of [this.#assets, this.#work, join(this.dir, 'repository')]) makeFolder(folder)
    this.#good = join(this.dir, 'good.faultsnap')
    writeFileSync(this.#good, good)
    writeReportAssets(this.#assets)
    this.#before = this.#files()
  }

  /**
   * Uses a capsule with the given commands. Gives what went wrong: an error without a code of ours, a message of several lines, characters
   * that a terminal obeys, a file outside of the working folder, a slow command.
   */
  async use (bytes: Buffer, commands: readonly (readonly string[])[]): Promise<string[]> {
    const problems: string[] = []
    const file = join(this.dir, 'capsule.faultsnap')
    writeFileSync(file, bytes)
    const repository = join(this.dir, 'repository')
    rmSync(repository, { recursive: true, force: true })
    const folder = join(repository, 'TypeError', '2026-06-13', 'c0ffee00')
    this.makeFolder(folder)
    writeFileSync(join(folder, 'crash_232934_1eaee423.faultsnap'), bytes)
    for (const command of commands) {
      const argv = command.map(each => each === 'FILE' ? file : each === 'GOOD' ? this.#good : each === 'OUT' ? join(this.#work, 'out.html') : each === 'REPO' ? repository : each)
      const startedAt = Date.now()
      const problem = await this.#run(argv)
      if (problem !== undefined) problems.push(`${command.join(' ')}: ${problem}`)
      if (Date.now() - startedAt > 20_000) problems.push(`${command.join(' ')}: took ${Date.now() - startedAt} ms`)
    }
    if (({} as { polluted?: number }).polluted !== undefined) problems.push('Object.prototype is polluted')
    const files = this.#files().filter(each => !each.startsWith('work') && !each.startsWith('repository') && each !== 'capsule.faultsnap')
    if (files.join() !== this.#before.filter(each => !each.startsWith('work') && !each.startsWith('repository')).join()) problems.push(`files appeared: ${files.join(', ')}`)
    return problems
  }

  remove (): void {
    rmSync(this.dir, { recursive: true, force: true })
  }

  async #run (argv: string[]): Promise<string | undefined> {
    let output = ''
    const say = (text: string): void => { output += `${text}\n` }
    const io: Io = { cwd: this.#work, env: { PATH: '/nonexistent' }, print: say, tell: say, colours: createColours({ isTTY: false, env: {} }), columns: 120,
      isTerminal: false, assetsDir: this.#assets }
    try {
      await dispatch(argv, io, { version: '0.0.0', registerFile: '/nonexistent/register.cjs' })
    } catch (error) {
      if (!(error instanceof FaultSnapError)) return `${(error as Error)?.stack ?? String(error)}`.split('\n').slice(0, 5).join(' ')
      if (/[\n\r\u0000-\u001f]/.test(error.message)) return `a message of several lines: ${JSON.stringify(error.message).slice(0, 300)}`
      if (error.message.length > 4_000) return `a message of ${error.message.length} characters`
    }
    const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.exec(output)
    return unsafe === null ? undefined : `printed ${JSON.stringify(output.slice(Math.max(0, unsafe.index - 60), unsafe.index + 20))}`
  }

  #files (): string[] {
    return readdirSync(this.dir, { recursive: true, encoding: 'utf8' }).sort()
  }
}
