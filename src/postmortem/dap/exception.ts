import type { DebugProtocol } from '@vscode/debugprotocol'
import type { CrashDocument, ExceptionRecord, Signal } from '../../model'
import { safeText } from '../../terminal/safe-text'
import { shownMessage } from '../../view/exception'

const MAX_TEXT_CHARS = 4_000
const MAX_STACK_CHARS = 65_536
/** Causes and errors of aggregates, in all. */
const MAX_INNER = 50

const HEADLINES: Readonly<Record<Signal, string>> = {
  uncaughtException: 'Paused on uncaught exception',
  unhandledRejection: 'Paused on unhandled rejection',
  exit: 'Paused on the exception that ended the process',
  heapOutOfMemory: 'Paused out of memory',
  manual: 'Paused on a captured error',
  http: 'Paused on the exception that failed a request',
  test: 'Paused on the failure of a test',
  ghost: 'Paused on an exception in ghost()',
  killed: 'The process died without a word',
  attach: 'Recorded while it ran',
}

/** What a client shows where the program stands: DAP `stopped` without its thread. */
export function stoppedBody ({ crash, signal }: { crash: CrashDocument, signal: Signal }): { description: string, text: string } {
  const description = Object.hasOwn(HEADLINES, signal) ? HEADLINES[signal] : 'Paused on exception'
  return { description, text: exceptionText(crash.exception) }
}

/** DAP `exceptionInfo`: the thrown value, its causes and the errors of an aggregate as inner ones. */
export function exceptionInfo ({ crash, signal }: { crash: CrashDocument, signal: Signal }): DebugProtocol.ExceptionInfoResponse['body'] {
  const { exception } = crash
  let left = MAX_INNER
  const details = (record: ExceptionRecord, path: string): DebugProtocol.ExceptionDetails => {
    const inner: DebugProtocol.ExceptionDetails[] = []
    const add = (each: ExceptionRecord, below: string): void => { if (left-- > 0) inner.push(details(each, below)) }
    if (record.cause) add(record.cause, `${path}.cause`)
    const isSuppression = record.errors?.some(each => each.isSuppressed) === true
    for (const [index, each] of (record.errors ?? []).entries()) add(each, `${path}${isSuppression ? index === 0 ? '.error' : '.suppressed' : `.errors[${index}]`}`)
    return {
      message: safeText(record.message, MAX_TEXT_CHARS, '\n\t'), typeName: safeText(record.type, 200), fullTypeName: safeText(record.type, 200),
      evaluateName: path, stackTrace: safeText(record.stack, MAX_STACK_CHARS, '\n\t'), ...inner.length > 0 && { innerException: inner },
    }
  }
  return {
    exceptionId: safeText(exception.type, 200),
    description: safeText(shownMessage(exception), MAX_TEXT_CHARS, '\n\t'),
    breakMode: signal === 'uncaughtException' || signal === 'unhandledRejection' ? 'unhandled' : 'always',
    details: details(exception, '$exception'),
  }
}

/** `TypeError: x is not a function`, on one line. */
function exceptionText (exception: ExceptionRecord): string {
  const message = shownMessage(exception)
  return safeText(`${exception.type}${message === '' ? '' : `: ${message}`}`, MAX_TEXT_CHARS)
}
