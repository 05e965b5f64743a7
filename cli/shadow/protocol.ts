import type { GraphNode, Value } from '../../src/model'
import type { FrameScopes } from './realm/scope'

/**
 * What is said between the evaluator and its child, as JSON in frames of a length (four bytes, little endian), a letter and UTF-8. Letters:
 * `S` the source of the shadow heap, once; `L` a {@link Load}; `A` a {@link Question}, which alone has an answer: an {@link Answer}
 * in a frame without a letter, `{}` if none could be made.
 */
export interface Load {
  /** To be put behind those that are there already. */
  nodes?: GraphNode[]
  frames?: FrameScopes[]
  /** Stack texts of the errors that the crash tells of, by node. */
  stacks?: [ref: number, stack: string][]
}

export interface Question {
  /** Index that the first new node gets. */
  base: number
  /** Nodes that were added since, and variables that the console declared in an earlier heap. */
  load?: Load
  declared?: [name: string, value: Value][]
  evaluate?: { code: string, frame?: number }
  call?: { code: string, thisValue?: Value, args: Value[] }
  mayChange: boolean
  returnByValue: boolean
}

export interface Answer {
  value?: Value
  json?: string
  thrown?: Value
  message?: string
  isRefused?: true
  nodes: GraphNode[]
  /** Variables that the console declared. */
  declared?: [name: string, value: Value][]
  /** Recorded objects are not as recorded any more: the child is to be thrown away. */
  isChanged?: true
}
