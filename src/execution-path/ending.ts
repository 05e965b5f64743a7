import type { CrashDocument, ExceptionRecord, Signal } from '../model'
import { fileText } from './place-text'
import type { ExecutionPath, PathEdge, PathNode } from './execution-path'

/** The exception, what it was caused by, and what became of it. `idOfFrame`: the node of a frame, by its index. */
export function endingOf (
  crash: CrashDocument, signal: Signal | undefined, idOfFrame: ReadonlyMap<number, string>, cwd: string | undefined,
): ExecutionPath {
  const { exception, caughtAt } = crash
  const innermost = crash.frames[0]
  const nodes: PathNode[] = [{ id: 'exception', kind: 'exception', title: exception.type, ...detail(exception),
    ...(innermost && { frame: innermost.index }) }]
  const edges: PathEdge[] = []
  let last = 'exception'
  if (caughtAt) {
    const { frame, file, line, column } = caughtAt
    const within = idOfFrame.get(frame)
    nodes.push({ id: 'catch', kind: 'catch', title: 'catch', detail: `${fileText(file, cwd)}:${line}:${column}`,
      ...(within !== undefined && { frame }) })
    edges.push({ from: last, to: 'catch', kind: 'caught' })
    if (within !== undefined) edges.push({ from: 'catch', to: within, kind: 'within', label: 'in' })
    last = 'catch'
  }
  if (signal !== undefined) {
    nodes.push({ id: 'signal', kind: 'signal', title: signalWords(signal, crash) })
    edges.push({ from: last, to: 'signal', ...followsBy(signal, caughtAt !== undefined) })
  }
  const budget = { left: MAX_CAUSES }
  addCauses(exception, 'exception', { nodes, edges }, budget)
  return { nodes, edges }
}

const MAX_CAUSES = 10

function signalWords (signal: Signal, { exit }: CrashDocument): string {
  switch (signal) {
    case 'uncaughtException': return 'uncaught exception'
    case 'unhandledRejection': return 'unhandled rejection'
    case 'exit': return exit ? `exit with code ${exit.exitCode}` : 'exit'
    case 'heapOutOfMemory': return 'heap out of memory'
    case 'manual': return 'recorded by capture()'
    case 'http': return 'failed HTTP response'
    case 'test': return 'failed test'
    case 'ghost': return 'recorded by ghost()'
    case 'killed': return 'killed'
    case 'attach': return 'recorded by faultsnap attach'
    default: return String(signal)
  }
}

function followsBy (signal: Signal, isAfterCatch: boolean): Pick<PathEdge, 'kind' | 'label'> {
  if (isAfterCatch) return { kind: 'then' }
  if (signal === 'exit') return { kind: 'caught', label: 'caught' }
  return { kind: signal === 'uncaughtException' || signal === 'unhandledRejection' ? 'uncaught' : 'then' }
}

/** The exception's causes and contained errors, depth first, each linked to the one that has it. */
function addCauses (exception: ExceptionRecord, id: string, path: ExecutionPath, budget: { left: number }): void {
  const below: [ExceptionRecord, string][] = [
    ...(exception.cause ? [[exception.cause, 'caused by'] as [ExceptionRecord, string]] : []),
    ...(exception.errors ?? []).map(error => [error, error.isSuppressed ? 'suppressed' : 'contains'] as [ExceptionRecord, string]),
  ]
  for (const [each, label] of below) {
    if (budget.left < 0) return
    const nodeId = `cause${MAX_CAUSES - --budget.left}`
    const isCut = budget.left < 0
    path.nodes.push(isCut ? { id: nodeId, kind: 'cause', title: 'further errors', detail: 'left out here' }
      : { id: nodeId, kind: 'cause', title: each.type, ...detail(each) })
    path.edges.push({ from: id, to: nodeId, kind: 'cause', label })
    if (!isCut) addCauses(each, nodeId, path, budget)
  }
  if (exception.isChainCut && budget.left >= 0) {
    path.nodes.push({ id: `${id}Cut`, kind: 'cause', title: 'further causes', detail: 'not recorded' })
    path.edges.push({ from: id, to: `${id}Cut`, kind: 'cause', label: 'caused by' })
  }
}

const detail = ({ message }: ExceptionRecord): { detail?: string } => message === '' ? {} : { detail: message }
