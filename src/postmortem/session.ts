import type { CrashDocument, ExceptionRecord, GraphNode, Value } from '../model'
import { isRef } from '../model'
import type { SessionGraph } from './evaluation'
import type { NodeDescription } from './describe-node'
import type { FunctionTexts } from './function-texts'
import type { ObjectIds } from './object-ids'

/** What the answers of one client's session are made from. `graph` begins with the crash's nodes and grows with expressions. */
export interface ReplaySession {
  crash: CrashDocument
  /** Frames inside of this one are left out: clients that always show the innermost one show the program's own. */
  firstFrame: number
  graph: SessionGraph
  ids: ObjectIds
  functions: FunctionTexts
  /** What was described once: a node may be referred to a hundred thousand times. */
  described: WeakMap<GraphNode, NodeDescription>
  /** Stack texts by node: the exception's and those of its causes. */
  stacks: ReadonlyMap<number, string>
  /** CDP `scriptId` by index in `CrashDocument.scripts`. */
  scriptId (script: number): string
}

/** The node that a value refers to, also one that an expression made. */
export const graphNode = (session: Pick<ReplaySession, 'graph'>, value: Value | undefined): GraphNode | undefined =>
  value !== undefined && isRef(value) ? session.graph[value.ref] : undefined

/** Chains are as long as a stranger's file likes. */
const MAX_CHAIN = 1_000

export function stacksOf (exception: ExceptionRecord): Map<number, string> {
  const stacks = new Map<number, string>()
  const open = [exception]
  for (let looked = 0; open.length > 0 && looked < MAX_CHAIN; looked++) {
    const { value, stack, cause, errors } = open.pop()!
    if (isRef(value) && stack !== '' && !stacks.has(value.ref)) stacks.set(value.ref, stack)
    if (cause !== undefined) open.push(cause)
    if (errors !== undefined) open.push(...errors.slice(0, MAX_CHAIN))
  }
  return stacks
}
