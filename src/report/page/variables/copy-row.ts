import { safeJson } from '../../../terminal/safe-text'
import { decodeBase64, hexText } from '../../../values/bytes'
import { toPlain } from '../../../values/to-plain'
import type { Crash, Row } from './row'

/** What can be copied of a row: the name of the action, and the text. `undefined` if there is nothing. */
export function copyOf (crash: Crash, { kind, value, text }: Row): { action: string, text: () => string } | undefined {
  if (kind === 'text' && text !== undefined) return { action: 'Copy text', text: () => text }
  if (kind === 'bytes' && text !== undefined) return { action: 'Copy hex', text: () => hexText(decodeBase64(text), ' ') }
  if (kind !== 'value' || value === undefined) return undefined
  return { action: 'Copy as JSON', text: () => safeJson(toPlain(crash, value)) }
}
