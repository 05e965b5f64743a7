import { decodeBase64 } from '../../values/bytes'
import type { PostmortemView } from './view'

/** DAP `memoryReference` of a node with bytes. */
export const memoryReference = (ref: number): string => `bytes-${ref}`

/**
 * Bytes of a buffer, base64, from `offset` on; `unreadable`: how many of `count` follow in the program's buffer but were not recorded,
 * or lie outside of it. Undefined for what is no reference to bytes.
 */
export function readBytes ({ crash }: PostmortemView, reference: string, offset: number, count: number):
{ data: string, unreadable: number } | undefined {
  const ref = /^bytes-(\d{1,9})$/.exec(reference)?.[1]
  const text = ref === undefined ? undefined : crash.nodes[Number(ref)]?.bytes
  if (text === undefined) return undefined
  const bytes = decodeBase64(text)
  const wanted = Math.max(0, Math.min(count, MAX_BYTES))
  const some = offset < 0 ? bytes.subarray(0, 0) : bytes.subarray(offset, offset + wanted)
  return { data: Buffer.from(some).toString('base64'), unreadable: Math.max(0, count - some.length) }
}

const MAX_BYTES = 1024 * 1024
