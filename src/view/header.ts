import type { OpenedCrash } from './opened-crash'
import type { ExceptionRecord } from '../model'
import { safeText } from '../terminal/safe-text'
import { table } from '../terminal/table'
import type { ViewOptions } from './view-options'

/** What happened, where and when: the exception with its causes, then a line each for the facts around it. */
export function renderHeader (capsule: OpenedCrash, { colours }: ViewOptions): string[] {
  const { manifest, crash } = capsule
  const { process, runtime } = manifest
  const program = process.package?.name === undefined ? ''
    : `${process.package.name}${process.package.version ? `@${process.package.version}` : ''}, `
  const thread = crash.thread.isMainThread ? '' : `, worker thread ${crash.thread.id}`
  const facts: [string, string][] = [
    ['when', `${manifest.capturedAt}, ${process.uptimeS.toFixed(1)} s after start`],
    ['signal', manifest.signal + (crash.exit ? ` (code ${crash.exit.exitCode}, ${crash.exit.by}: ${crash.exit.evidence})` : '')],
    ['program', `${program}${process.argv.slice(1).join(' ') || process.argv.join(' ')}`],
    ['runtime', `Node.js ${runtime.version}, V8 ${runtime.v8}, ${runtime.platform} ${runtime.arch}, pid ${process.pid}${thread}`],
    ['capsule', `${manifest.id}, fingerprint ${manifest.fingerprint.slice(0, 16)}`],
  ]
  if (process.git) facts.push(['git', process.git.commit.slice(0, 12) + (process.git.branch ? ` (${process.git.branch})` : '')])
  const lost = Object.entries(manifest.missing).filter(([, count]) => (count ?? 0) > 0)
  if (lost.length > 0) facts.push(['missing', lost.map(([reason, count]) => `${count} ${reason}`).join(', ')])
  for (const note of crash.notes) facts.push(['note', note])
  return [
    ...renderException(crash.exception, ({ type, message }) =>
      `${colours.bold(colours.red(type))}${message === '' ? '' : `: ${message}`}`),
    '',
    ...table(facts.map(([name, fact]) => [colours.dim(name), safeText(fact, 1_000)])),
  ]
}

const MAX_LINES = 20

function renderException (exception: ExceptionRecord, headline: (safe: { type: string, message: string }) => string): string[] {
  const lines: string[] = []
  for (let link: ExceptionRecord | undefined = exception, depth = 0; link && depth < 10; link = link.cause, depth++) {
    const code = link.code === undefined ? '' : ` (code ${safeText(link.code, 80)})`
    const message = safeText(link.message, 4_000, '\n').split('\n')
    const shown = message.length > MAX_LINES ? [...message.slice(0, MAX_LINES), '…'] : message
    lines.push(...`${depth > 0 ? 'caused by ' : ''}${headline(
      { type: safeText(link.type, 200), message: shown.join('\n') })}${code}`.split('\n'))
    if (link.errors) lines.push(...link.errors.slice(0,
      MAX_LINES).map(each => `  - ${safeText(each.type, 200)}: ${safeText(each.message, 300)}`))
  }
  return lines
}
