import type { DebugProtocol } from '@vscode/debugprotocol'
import { threadText } from '../../src/occasion/worker-part'
import { completionsOf } from '../../src/postmortem/dap/completions'
import { exceptionInfo } from '../../src/postmortem/dap/exception'
import { countsOf, rowsOf } from '../../src/postmortem/dap/listing'
import { memoryReference, readBytes } from '../../src/postmortem/dap/memory'
import type { Container, Row } from '../../src/postmortem/dap/row'
import { scopesOf } from '../../src/postmortem/dap/scopes'
import { frameOfId } from '../../src/postmortem/dap/stack'
import { safeText } from '../../src/terminal/safe-text'
import { wrongUsage } from '../wrong-usage'
import type { Client } from './client'
import type { OpenedSession } from './opened-session'

/** The one thread that a capsule has. */
export const THREAD_ID = 1

export function threads ({ capsule }: OpenedSession): DebugProtocol.ThreadsResponse['body'] {
  const text = safeText(threadText(capsule.crash.thread), 200)
  return { threads: [{ id: THREAD_ID, name: text.charAt(0).toUpperCase() + text.slice(1) }] }
}

/** Frames of a page, labels among them. Frames of others do not lead a client to their source as long as the program has one. */
export async function stackTrace ({ lines, sources, shown }: OpenedSession, args: DebugProtocol.StackTraceArguments, client: Client):
Promise<DebugProtocol.StackTraceResponse['body']> {
  const start = natural(args.startFrame) ?? 0
  const page = lines.slice(start, start + (natural(args.levels) || lines.length))
  const stackFrames = await Promise.all(page.map(async ({ id, name, frame, isSubtle }): Promise<DebugProtocol.StackFrame> => {
    const placed = frame && await sources.placeOf(frame)
    const isPassed = shown !== undefined && frame !== shown && isSubtle
    return {
      id, name, line: 0, column: 0,
      ...frame === undefined ? { presentationHint: 'label' } : isSubtle ? { presentationHint: 'subtle' } : {},
      ...placed && { source: isPassed ? { ...placed.source, presentationHint: 'deemphasize' } : placed.source, ...client.position(placed) },
      canRestart: false,
    }
  }))
  return { stackFrames, totalFrames: lines.length }
}

export function scopes ({ view, references }: OpenedSession, { frameId }: DebugProtocol.ScopesArguments):
DebugProtocol.ScopesResponse['body'] {
  const frame = frameOfId(view.crash, frameId)
  if (frame === undefined) return { scopes: [] }
  return { scopes: scopesOf(view, frame).map(({ name, isLocals, isExpensive, opens }) => ({
    name, expensive: isExpensive, variablesReference: references.numberOf(opens), ...isLocals && { presentationHint: 'locals' },
  })) }
}

export function variables (session: OpenedSession, { variablesReference, filter, start, count, format }: DebugProtocol.VariablesArguments):
DebugProtocol.VariablesResponse['body'] {
  const container = session.references.containerOf(variablesReference)
  if (container === undefined) throw wrongUsage(`There are no variables ${variablesReference}: ask for the scopes again.`)
  const rows = rowsOf(session.view, session.capsule, container, { filter, start, count }, format)
  return { variables: rows.map(row => ({ name: row.name, ...variableOf(session, row) })) }
}

/** The fields that DAP `Variable` and `evaluate` have in common. */
export function variableOf ({ view, capsule, references }: OpenedSession, { value, type, evaluateName, hint, bytesOf, opens }: Row) {
  return {
    value,
    ...type !== undefined && { type },
    ...evaluateName !== undefined && { evaluateName },
    ...hint !== undefined && { presentationHint: hint },
    ...bytesOf !== undefined && { memoryReference: memoryReference(bytesOf) },
    variablesReference: 0,
    ...opens !== undefined && openedAs(opens),
  }
  function openedAs (container: Container) {
    const { indexed, named } = countsOf(view, capsule, container)
    if (indexed + named === 0) return { variablesReference: 0 }
    return { variablesReference: references.numberOf(container), ...indexed > 0 && { indexedVariables: indexed, namedVariables: named } }
  }
}

export async function source ({ sources }: OpenedSession, args: DebugProtocol.SourceArguments):
Promise<DebugProtocol.SourceResponse['body']> {
  const content = await sources.text(args.source?.sourceReference || args.sourceReference)
  if (content === undefined) throw wrongUsage('The capsule has no such source.')
  return { content }
}

export async function loadedSources ({ sources }: OpenedSession): Promise<DebugProtocol.LoadedSourcesResponse['body']> {
  return { sources: await sources.all() }
}

export const exception = ({ view, capsule }: OpenedSession): DebugProtocol.ExceptionInfoResponse['body'] =>
  exceptionInfo({ crash: view.crash, signal: capsule.manifest.signal })

/** `column` is that of the cursor, in the line of the text where it has several. */
export function completions (
  { view, shown }: OpenedSession, { text = '', column, line, frameId }: DebugProtocol.CompletionsArguments, client: Client,
): DebugProtocol.CompletionsResponse['body'] {
  const lines = String(text).split('\n')
  const typed = lines[line === undefined ? lines.length - 1 : client.lineIndex(line)] ?? ''
  const targets = completionsOf(view, frameOfId(view.crash, frameId) ?? shown, typed.slice(0, client.columnIndex(column)))
  return { targets: targets.map(({ start, ...target }) => ({ ...target, ...start !== undefined && { start: client.columnOut(start) } })) }
}

export function readMemory ({ view }: OpenedSession, args: DebugProtocol.ReadMemoryArguments): DebugProtocol.ReadMemoryResponse['body'] {
  const offset = args.offset ?? 0
  const read = readBytes(view, args.memoryReference, offset, args.count)
  if (read === undefined) throw wrongUsage('There are no such bytes in the capsule.')
  return { address: `0x${Math.max(0, offset).toString(16)}`, data: read.data, unreadableBytes: read.unreadable }
}

const natural = (value: number | undefined): number | undefined => Number.isSafeInteger(value) && value! >= 0 ? value : undefined
