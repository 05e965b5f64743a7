import { appendFileSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { checkBreadcrumbs } from '../../src/capsule/document-shapes'
import { ShapeMismatch } from '../../src/capsule/shape'
import type { Breadcrumb } from '../../src/model'
import { logLines } from '../../src/log-lines/log-lines'
import { packCrash } from '../../src/pack/pack-crash'
import { linesWords, notSavedWords } from '../../src/pack/packed-words'
import { NotStored } from '../../src/pack/store-somewhere'
import { breadcrumbsFile, deathsFile, pidOfFile, processFile, type DeathNote, type RunningProcess } from '../../src/run-folder'
import { deathCrash, programOf } from './death-record'
import { judgeDeath } from './death-verdict'
import { kernelKills, risenKills } from './kernel-kills'
import type { LoggedCrash, RunLog } from './run-log'
import type { CommandEnd } from './spawn-command'
import type { StderrTail } from './stderr-tail'

/** `isLogWanted`: the option `stderrFallback`. */
export interface SupervisorOptions { log: RunLog, stderr: StderrTail, env: Record<string, string | undefined>, assetsDir?: string | undefined, isLogWanted: boolean }

/** How often it is looked whether a process is gone, and for how long its parent may still tell how it ended. */
const LOOK_MS = 1000
const WAIT_FOR_PARENT_MS = 2000
/** What a process wrote may come a little after its end was seen. */
const LAST_WORDS_MS = 100
const MAX_NOTES_BYTES = 1024 * 1024

/**
 * Watches the processes of a `faultsnap run` through what their agents leave in the run's folder. One that is gone, and has not taken
 * its file away as it does when it ends in order, died without a word: it gets a capsule, and a line in the run log.
 */
export class Supervisor {
  private readonly dir: string
  private readonly kills = kernelKills()
  private readonly ends = new Map<number, CommandEnd & { at: number }>()
  private readonly missedAt = new Map<number, number>()
  private timer: NodeJS.Timeout | undefined
  private isToldToEnd = false
  private working: Promise<void> = Promise.resolve()

  constructor (private readonly options: SupervisorOptions) {
    this.dir = dirname(options.log.file)
    this.timer = setInterval(() => this.look(false), LOOK_MS)
    this.timer.unref()
  }

  /** The tree was asked to end by a signal that came to `run`. */
  toldToEnd (): void {
    this.isToldToEnd = true
  }

  /** The command itself ended: writes what is left to write, and gives up watching. */
  async commandEnded (pid: number | undefined, end: CommandEnd): Promise<void> {
    if (pid !== undefined) this.ends.set(pid, { ...end, at: Date.now() })
    this.stop()
    this.look(true)
    await this.working
  }

  stop (): void {
    clearInterval(this.timer)
  }

  private look (isLast: boolean): void {
    // One after the other: a capsule takes a moment.
    this.working = this.working.then(async () => await this.lookNow(isLast)).catch((error: unknown) => {
      if (process.env['FAULTSNAP_TEST'] === '1') throw error
    })
  }

  private async lookNow (isLast: boolean): Promise<void> {
    const gone = readdirSync(this.dir).flatMap(name => pidOfFile(name) ?? []).filter(pid => this.ends.has(pid) || !isAlive(pid))
    if (gone.length === 0) return
    const notes = readNotes(this.dir)
    for (const pid of gone) {
      const running = readJson<RunningProcess>(processFile(this.dir, pid))
      // It ended in order while we looked.
      if (running === undefined) continue
      const known = this.ends.get(pid) ?? notes.get(pid)
      const since = this.missedAt.get(pid) ?? Date.now()
      this.missedAt.set(pid, since)
      if (known === undefined && !isLast && isAlive(running.ppid) && Date.now() - since < WAIT_FOR_PARENT_MS) continue
      await this.record(running, notes)
      this.missedAt.delete(pid)
      for (const file of [processFile(this.dir, pid), breadcrumbsFile(this.dir, pid)]) rmSync(file, { force: true })
    }
  }

  private async record (running: RunningProcess, notes: ReadonlyMap<number, DeathNote>): Promise<void> {
    const { log, stderr, env, assetsDir } = this.options
    const { pid, ppid } = running
    const crashes = log.read()
    // V8's pause before it dies of heap exhaustion is the agent's: it has frames and variables.
    if (crashes.some(crash => crash.pid === pid && crash.signal === 'heapOutOfMemory')) return
    const seen: Partial<DeathNote> | undefined = this.ends.get(pid) ?? notes.get(pid)
    // Who is not seen by the tree may have had a shell for a parent, which ends as its last command did: above 128 by a signal.
    const shell = seen === undefined ? (this.ends.get(ppid) ?? notes.get(ppid))?.exitCode ?? 0 : 0
    const counts = kernelKills()
    const at = seen?.at ?? this.missedAt.get(pid)!
    const text = stderr.text(at + LAST_WORDS_MS)
    const how = { signal: seen?.signal, exitCode: seen?.exitCode ?? (shell > 128 ? shell : undefined) }
    const verdict = judgeDeath({
      ...how, pid, program: programOf(running), execArgv: running.execArgv, isKilledByParent: seen?.isKilledByParent, stderr: text, isToldToEnd: this.isToldToEnd,
      kernelKill: risenKills(this.kills, counts), hasKernelCounters: counts.size > 0,
    })
    if (verdict === undefined) return
    const { record, attachments } = deathCrash({
      running, verdict, exitCode: seen?.exitCode, at, stderr: text, stderrNote: stderr.why,
      breadcrumbs: readBreadcrumbs(breadcrumbsFile(this.dir, pid)), hasParent: running.isForked === true, env,
    })
    const { type, message } = record.crash.exception
    const saved = await packCrash(record, { attachments, ...(assetsDir !== undefined && { assetsDir }) }).then(
      ({ capsuleFile }) => ({ file: capsuleFile }), (error: unknown) => this.notStored(error))
    appendFileSync(log.file, JSON.stringify({ id: record.id, ...saved, type, message, pid, signal: 'killed' }) + '\n')
  }

  /** As the agent does with a crash that no folder takes. */
  private notStored (error: unknown): Pick<LoggedCrash, 'file' | 'told'> {
    if (!(error instanceof NotStored)) throw error
    if (!this.options.isLogWanted) return { file: '', told: notSavedWords(error.message) }
    const lines = logLines(error.id, error.bytes)
    for (const line of lines) process.stderr.write(line)
    return { file: '', told: linesWords(lines.length, error.message) }
  }
}

function isAlive (pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  // A dead process whose parent has not asked for it yet.
  return !/^\d+ \(.*\) Z /s.test(readText(`/proc/${pid}/stat`))
}

function readNotes (dir: string): Map<number, DeathNote> {
  const notes = new Map<number, DeathNote>()
  for (const line of readText(deathsFile(dir)).split('\n')) {
    const note = parse<DeathNote>(line)
    if (typeof note?.pid === 'number' && typeof note.at === 'number') notes.set(note.pid, note)
  }
  return notes
}

function readBreadcrumbs (file: string): Breadcrumb[] {
  const crumbs = readText(file).split('\n').flatMap(line => parse<Breadcrumb>(line) ?? [])
  try {
    return checkBreadcrumbs(crumbs.slice(-100))
  } catch (error) {
    if (error instanceof ShapeMismatch) return []
    throw error
  }
}

function readText (file: string): string {
  try {
    return statSync(file).size > MAX_NOTES_BYTES ? '' : readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const readJson = <T>(file: string): T | undefined => parse<T>(readText(file))

/** Undefined for a line that was cut off by the death of who wrote it. */
function parse<T> (text: string): T | undefined {
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}
