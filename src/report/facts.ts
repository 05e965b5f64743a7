import type { Signal } from '../model'
import { occasionLine } from '../occasion/occasion'
import { parentText, threadText } from '../occasion/worker-part'
import { outcomeText } from '../values/ghost-outcome'
import { previewValue } from '../values/preview'
import { shortestPath } from './short-path'
import type { PageModel } from './page/model'

export interface Fact { label: string, text: string, isCode?: true }

const SIGNALS: Readonly<Record<Signal, string>> = {
  uncaughtException: 'uncaught exception', unhandledRejection: 'unhandled rejection', exit: 'caught, and led to a failing exit',
  heapOutOfMemory: 'out of heap memory', manual: 'captured by the program', http: 'a request failed', test: 'a test failed',
  ghost: 'a function in ghost() failed', killed: 'the process was killed',
  attach: 'looked at while it ran',
}

/** What a reader asks first, after what happened: when, where, of which versions. Unescaped; nothing for what is not known. */
export function headerFacts ({ manifest, crash }: Pick<PageModel, 'manifest' | 'crash'>): Fact[] {
  const { process, runtime, place, fingerprint } = manifest
  const { git } = process
  const { name, version } = process.package ?? {}
  const exitCode = crash.exit?.exitCode ?? process.exitCode
  const facts: (Fact | undefined)[] = [
    { label: 'When', text: `${readableTime(manifest.capturedAt)}, ${secondsText(process.uptimeS)} after start` },
    place && { label: 'Where', text: `${place.function ? `${place.function} at ` : ''}${positionText(place, process.cwd)}`,
      isCode: true },
    { label: 'Signal', text: `${Object.hasOwn(SIGNALS, manifest.signal) ? SIGNALS[manifest.signal] : manifest.signal}` +
      `${exitCode === undefined ? '' : `, exit code ${exitCode}`}` },
    occasionLine(crash) === '' ? undefined : { label: crash.test ? 'Test' : 'Request',
      text: crash.test ? crash.test.name : occasionLine(crash) },
    crash.ghost && { label: 'Function in ghost()', text: `${crash.ghost.function || '(anonymous)'} ${outcomeText(crash.ghost)}` },
    crash.exit && { label: 'Tied to the exit', text: crash.exit.evidence },
    crash.caughtAt && { label: 'Caught', text: positionText(crash.caughtAt, process.cwd), isCode: true },
    name === undefined ? undefined : { label: 'Program', text: `${name}${version ? ` ${version}` : ''}` },
    crash.context === undefined ? undefined : { label: 'Context', text: previewValue(crash, crash.context, 300), isCode: true },
    git && { label: 'Commit', text: `${git.commit.slice(0, 12)}${git.branch ? ` (${git.branch})` : ''}`, isCode: true },
    { label: 'Runtime', text: `Node.js ${runtime.version}, V8 ${runtime.v8}` },
    { label: 'System', text: `${runtime.platform} ${runtime.arch}${process.hostname ? `, ${process.hostname}` : ''}` },
    { label: 'Process', text: `${process.pid}${crash.thread.isMainThread ? '' : `, ${threadText(crash.thread)}`}` },
    crash.parent && { label: 'Started by', text: parentText(crash.parent).replace(/^started by /, '') },
    { label: 'Fingerprint', text: fingerprint.slice(0, 16), isCode: true },
    { label: 'Capsule', text: manifest.id, isCode: true },
  ]
  return facts.filter(fact => fact !== undefined)
}

const positionText = ({ file, line, column }: { file: string, line: number, column: number }, cwd: string): string =>
  `${shortestPath(file, cwd)}:${line}:${column}`

/** `2026-06-13 23:29:34.123 UTC`, for what is written as JSON writes it; anything else as it is. */
export function readableTime (iso: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)Z$/.exec(iso)
  return match ? `${match[1]} ${match[2]} UTC` : iso
}

/** `0.21 s`, `33.0 s`, `4 min 5 s`. */
export const secondsText = (seconds: number): string =>
  seconds >= 120 ? `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`
    : `${Number(seconds).toFixed(seconds < 10 ? 2 : 1)} s`
