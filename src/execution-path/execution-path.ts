import type { CrashDocument, Manifest } from '../model'
import { endingOf } from './ending'
import { entryOf } from './entry'
import { placeText } from './place-text'
import { stepsOf, type Step } from './steps'

/**
 * - `entry`: where the program began
 * - `frame`: one frame; `group`: consecutive frames of libraries or Node, folded
 * - `gap`: frames in the middle that were left out for the drawing's sake
 * - `exception`: what was thrown; `cause`: what led to it, or what an AggregateError contains
 * - `catch`: where it was caught, as far as the source says
 * - `signal`: what made it a crash
 */
export type PathNodeKind = 'entry' | 'frame' | 'group' | 'gap' | 'exception' | 'cause' | 'catch' | 'signal'

/** All texts are the program's own, unescaped and as long as they are: what draws them has to bound and escape. */
export interface PathNode {
  /** Letters and digits, unique, the same for the same crash. */
  id: string
  kind: PathNodeKind
  /** Function, exception type, or a few words. */
  title: string
  /** A place (`src/cart.ts:4:51`), the exception's message, or the functions of a group. */
  detail?: string
  /** Index of the frame to show for this node. */
  frame?: number
  /** Indexes of all frames that the node stands for, innermost first. */
  frames?: number[]
  /** Code of the program itself. */
  inApp?: boolean
}

/**
 * - `call`: the upper frame called the lower one; `await`: it is suspended, and resumes later
 * - `later`: what began the path is no longer on the stack (a timer, an event, a promise job)
 * - `unknown`: there may be callers that were not recorded
 * - `repeat`: recursion, from the innermost frame of the cycle back to its outermost
 * - `throw`: from the innermost frame to the exception; `caught`, `uncaught`: from the exception on; `then`: what followed
 * - `within`: from a catch to the frame that it stands in; `cause`: from an exception to what caused it
 */
export type PathEdgeKind =
  | 'call' | 'await' | 'later' | 'unknown' | 'repeat' | 'throw' | 'caught' | 'uncaught' | 'then' | 'within' | 'cause'

export interface PathEdge { from: string, to: string, kind: PathEdgeKind, label?: string }

/** Nodes from the entry to what became of the exception, causes last. Edges refer to them by id. */
export interface ExecutionPath { nodes: PathNode[], edges: PathEdge[] }

/** `manifest` tells the entry and the signal; without it they are drawn as unknown. `all`: nothing is folded. */
export interface ExecutionPathOptions { manifest?: Pick<Manifest, 'signal' | 'process'>, all?: boolean }

/** More than these are of no use in a drawing, and Mermaid refuses 500 edges or 50,000 characters. */
export const MAX_STEPS = 100
const OUTERMOST_STEPS = 20

/**
 * How the program came from its entry to the exception, and what became of that: call frames outermost first, awaits, recursion
 * and foreign code folded (without `all`), the exception, its catch, its signal, its causes.
 */
export function executionPath (crash: CrashDocument, { manifest, all = false }: ExecutionPathOptions = {}): ExecutionPath {
  // A stranger's capsule may number its frames as it likes.
  const frames = crash.frames.map((frame, index) => ({ ...frame, index }))
  const { steps, repeats } = stepsOf(frames, all)
  const shown = steps.length <= MAX_STEPS ? steps
    : [...steps.slice(0, OUTERMOST_STEPS), gap(steps.slice(OUTERMOST_STEPS, OUTERMOST_STEPS - MAX_STEPS)),
        ...steps.slice(OUTERMOST_STEPS - MAX_STEPS)]
  const entry = entryOf(crash, manifest?.process)
  const cwd = manifest?.process.cwd
  const nodes: PathNode[] = [entry.node, ...shown.map(step => nodeOf(step, cwd))]
  const edges: PathEdge[] = []
  shown.forEach((step, position) => edges.push(position === 0
    ? { from: entry.node.id, to: step.id, ...entry.edge }
    : { from: shown[position - 1]!.id, to: step.id, ...edgeAfter(shown[position - 1]!) }))
  const idOfFrame = new Map(shown.flatMap(step => step.frames.map(({ index }) => [index, step.id] as const)))
  for (const { inner, outer, times } of repeats) {
    const [from, to] = [idOfFrame.get(inner), idOfFrame.get(outer)]
    if (from !== undefined && to !== undefined && (from !== to || inner === outer)) {
      edges.push({ from, to, kind: 'repeat', label: `${times} more time${times === 1 ? '' : 's'}` })
    }
  }
  const last = shown.at(-1)
  const ending = endingOf(crash, manifest?.signal, idOfFrame, cwd)
  edges.push(last ? { from: last.id, to: 'exception', ...(last.isAsync ? edgeAfter(last) : { kind: 'throw' }) }
    : { from: entry.node.id, to: 'exception', kind: 'unknown', label: 'no frames recorded' })
  return { nodes: [...nodes, ...ending.nodes], edges: [...edges, ...ending.edges] }
}

function nodeOf (step: Step, cwd: string | undefined): PathNode {
  const { id, kind, title, detail, frames } = step
  const [innermost] = frames
  const place = innermost && kind === 'frame' ? placeText(innermost, cwd) : detail
  return {
    id, kind, title,
    ...(place !== undefined && place !== '' && { detail: place }),
    ...(innermost && { frame: innermost.index, frames: frames.map(({ index }) => index), inApp: innermost.inApp }),
  }
}

function edgeAfter (caller: Step): Pick<PathEdge, 'kind' | 'label'> {
  if (caller.kind === 'gap') return { kind: 'unknown' }
  return caller.isAsync ? { kind: 'await', label: 'await' } : { kind: 'call' }
}

function gap (left: Step[]): Step {
  const count = left.reduce((sum, step) => sum + step.frames.length, 0)
  return { id: 'gap', kind: 'gap', title: count === 1 ? '1 frame' : `${count} frames`, detail: 'left out here', frames: [], isAsync: false }
}
