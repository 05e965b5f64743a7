import type { ExceptionRecord } from '../model'
import { wrapped } from '../terminal/facts'
import { safeText } from '../terminal/safe-text'
import { causesOf } from '../values/causes'
import { causeIndent } from './causes'
import type { ViewOptions } from './view-options'

const MAX_MESSAGE_LINES = 20
const MAX_CAUSES = 20

/** What was thrown, and the exceptions behind it, as lines: type, message, code. In a pipe a message is not wrapped. */
export function renderException (exception: ExceptionRecord, options: ViewOptions): string[] {
  const { causes, isCut } = causesOf(exception)
  const lines = headline('', exception, options)
  if (exception.atThrow !== undefined) lines.push(...headline('thrown as ', exception.atThrow, options))
  for (const cause of causes.slice(0, MAX_CAUSES)) {
    const indent = causeIndent(cause)
    const inner = { ...options, columns: options.columns - indent.length }
    lines.push(...headline(`${cause.relation} `, cause.exception, inner).map(line => indent + line))
  }
  if (causes.length > MAX_CAUSES) lines.push(`… and ${causes.length - MAX_CAUSES} more`)
  else if (isCut) lines.push('… and more causes, which were not recorded')
  return lines
}

/** The message, unless it only repeats the type, as that of a thrown `undefined` does. */
export const shownMessage = ({ type, message }: Pick<ExceptionRecord, 'type' | 'message'>): string => message === type ? '' : message

function headline (lead: string, { type, message, code }: Pick<ExceptionRecord, 'type' | 'message' | 'code'>, { colours, columns, isTerminal = true }: ViewOptions): string[] {
  const name = safeText(type, 200)
  const end = code === undefined || message.includes(code) ? '' : `code ${safeText(code, 80)}`
  const texts = safeText(shownMessage({ type, message }), 4_000, '\n').trimEnd().split('\n')
  const shown = texts.length > MAX_MESSAGE_LINES ? [...texts.slice(0, MAX_MESSAGE_LINES), '…'] : texts
  const [first = '', ...rest] = shown
  const head = `${lead}${name}${first === '' ? '' : `: ${first}`}${rest.length === 0 && end !== '' ? ` (${end})` : ''}`
  // The last line of a long message is a part of something: a path, a diff.
  const lines = [head, ...rest, ...rest.length > 0 && end !== '' ? [end] : []]
    .flatMap(line => isTerminal ? wrapped(line, columns) : [line])
  // Wrapping may have cut the name of the type in two on a very narrow terminal.
  const painted = lines[0]!.startsWith(lead + name) ? lead + colours.bold(colours.red(name)) + lines[0]!.slice(lead.length + name.length)
    : colours.bold(colours.red(lines[0]!))
  return [painted, ...lines.slice(1)]
}
