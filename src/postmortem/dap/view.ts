import type { CrashDocument, GraphNode, Value } from '../../model'
import { isMissing, isRef } from '../../model'
import { safeText } from '../../terminal/safe-text'
import { missingWords } from '../../values/missing-words'
import { nodeOf } from '../../values/node-of'
import { previewValue } from '../../values/preview'
import type { SessionGraph } from '../evaluation'
import { sharedNodes } from './shared-nodes'

/** A crash as a debugger looks at it: `crash.nodes` is the session's graph, which expressions add to. */
export interface PostmortemView {
  crash: CrashDocument & { nodes: SessionGraph }
  /** See {@link sharedNodes}. */
  shared: ReadonlySet<number>
}

/** The view of an opened crash. The crash itself is left as it is. */
export function postmortemView (opened: CrashDocument): PostmortemView {
  const crash = { ...opened, nodes: [...opened.nodes] }
  return { crash, shared: sharedNodes(crash) }
}

/** `hex`: integers as `0x1f`, as DAP `ValueFormat`. */
export interface ValueFormat { hex?: boolean | undefined }

/**
 * A value as one safe line of at most about `maxChars` characters: its preview; of a missing one why it is missing, and of an object
 * that several places refer to its number (`#12`), the same wherever it is shown.
 */
export function valueText (
  { crash, shared }: PostmortemView, value: Value, maxChars: number, { hex = false }: ValueFormat = {},
): string {
  if (hex && typeof value === 'number' && Number.isSafeInteger(value)) return hexOf(BigInt(value))
  const bigint = hex && typeof value === 'object' && value !== null && 'type' in value && value.type === 'bigint' ? value.value : undefined
  if (bigint !== undefined && /^-?\d{1,100}$/.test(bigint)) return `${hexOf(BigInt(bigint))}n`
  const text = safeText(previewValue(crash, value, maxChars), maxChars * 2)
  if (isMissing(value)) {
    const { label } = missingWords(value.missing)
    return text.startsWith('‹') || text.toLowerCase().includes(label.slice(0, 6)) || value.missing === 'string' ? text : `${text} ‹${label}›`
  }
  return isRef(value) && shared.has(value.ref) ? `${text} #${value.ref}` : text
}

const hexOf = (value: bigint): string => value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`

/** The node that a value refers to, with its index. */
export function nodeAt ({ crash }: PostmortemView, value: Value): { ref: number, node: GraphNode } | undefined {
  const node = nodeOf(crash, value)
  return node === undefined ? undefined : { ref: (value as { ref: number }).ref, node }
}
