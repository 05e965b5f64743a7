import { randomBytes } from 'node:crypto'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { createMasker } from '../../src/mask/masker'
import type { Breadcrumb, CrashRecord } from '../../src/model'
import { gitCommitOf } from '../../src/program/git-commit-of'
import { packageOf } from '../../src/program/package-of'
import type { RunningProcess } from '../../src/run-folder'
import { isInApp } from '../../src/stack/in-app'
import { stackFramesOf } from '../../src/stack/merge-async-frames'
import type { DeathVerdict } from './death-verdict'
import { diagnosticReport } from './diagnostic-report'

/** A dead process and what is known of its death. `stderr` unmasked; `stderrNote` says why it is empty, if it is. */
export interface Death {
  running: RunningProcess
  verdict: DeathVerdict
  /** The process's own, not a shell's. */
  exitCode?: number | undefined
  /** Epoch ms. */
  at: number
  stderr: string
  stderrNote: string
  breadcrumbs: Breadcrumb[]
  /** Its parent is of the tree, too. */
  hasParent: boolean
  env: Record<string, string | undefined>
}

/** `attachments`: further entries of the capsule, ZIP path to text. */
export interface DeathCrash { record: CrashRecord, attachments: Record<string, string> }

const MAX_STDERR_CHARS = 8_000
const MAX_STDERR_LINES = 60
const REPORT_PATH = 'report.json'

/** The program of a process for people: its path from the working directory. */
export function programOf ({ argv, execArgv, cwd }: RunningProcess): string {
  const script = argv[1]
  if (script === undefined) return execArgv.some(argument => /^(?:-e|-p|-pe|--eval|--print)\b/.test(argument)) ? 'node -e' : 'node'
  const path = relative(cwd, script)
  return (path === '' || path.startsWith('..') || isAbsolute(path) ? script : path).replaceAll('\\', '/')
}

/** A death as a crash: what the run saw of it, all masked. */
export function deathCrash (death: Death): DeathCrash {
  const { running, verdict, exitCode, at, breadcrumbs, hasParent, env, stderrNote } = death
  const { pid, ppid, argv, execArgv, cwd, runtime, packing, mask, maskPatterns, startedAt } = running
  const masker = createMasker({ names: mask, patterns: maskPatterns, environment: env })
  const report = diagnosticReport(running, masker)
  const stderr = lastLines(masker.maskTail(death.stderr))
  const message = masker.maskText(verdict.message)
  const stack = verdict.stack === '' ? '' : masker.maskText(`${verdict.type}: ${message}${verdict.stack}`)
  const dir = argv[1] === undefined ? cwd : dirname(isAbsolute(argv[1]) ? argv[1] : join(cwd, argv[1]))
  const found = packageOf(dir)
  const git = gitCommitOf(found?.dir ?? cwd)
  const record: CrashRecord = {
    spoolVersion: 1,
    id: randomBytes(4).toString('hex'),
    capturedAt: new Date(at).toISOString(),
    signal: 'killed',
    crash: {
      exception: { type: verdict.type, message, stack, value: null },
      frames: stack === '' ? [] : stackFramesOf(stack, { firstIndex: 0, isInApp, message }),
      scripts: [],
      nodes: [],
      thread: { id: 0, isMainThread: true },
      ...(hasParent && { parent: { kind: 'process', pid: ppid } }),
      death: {
        ...(verdict.signal !== undefined && { signal: verdict.signal }), ...(exitCode !== undefined && { exitCode }), reason: masker.maskText(verdict.reason),
        ...(stderr !== '' && { stderr }), ...(report !== undefined && { report: REPORT_PATH }),
      },
      notes: [
        stack === '' ? 'The process died outside of JavaScript: there are no frames and no variables.'
          : 'The process died without a word: there are no variables, and the frames are those that Node.js printed.',
        ...stderr === '' ? stderrNote === '' ? [] : [stderrNote] : ['The last lines of stderr are those of all processes of the run.'],
      ],
    },
    runtime,
    process: {
      pid, ppid, argv, execArgv, cwd, uptimeS: Math.max(0, at - startedAt) / 1000,
      ...(exitCode !== undefined && { exitCode }),
      ...(found && { package: { ...found, dir: masker.maskText(found.dir) } }), ...(git && { git }),
    },
    environment: running.environment,
    breadcrumbs,
    missing: {},
    sourceTexts: {},
    packing,
  }
  return { record, attachments: report === undefined ? {} : { [REPORT_PATH]: report } }
}

function lastLines (text: string): string {
  const lines = text.replace(/\s+$/, '').split(/\r?\n/)
  const shown = lines.slice(-MAX_STDERR_LINES).join('\n')
  if (shown.length <= MAX_STDERR_CHARS) return shown
  return `…${shown.slice(-MAX_STDERR_CHARS).replace(/^[\udc00-\udfff]/, '')}`
}
