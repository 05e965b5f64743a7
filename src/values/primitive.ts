import type { TypedPrimitive } from '../model'

/**
 * A primitive that JSON does not know, as source text shows it: `undefined`, `NaN`, `-0`, `12n`, `Symbol(id)`. A type that this
 * version does not know, or one without its value, as `‹type: value›`: a capsule may be a later version's, or a stranger's.
 */
export function primitiveText (primitive: TypedPrimitive): string {
  const { type, value } = primitive as { type: string, value?: string }
  if (type === 'undefined') return 'undefined'
  if (type === 'symbol') return `Symbol(${value ?? ''})`
  if (type === 'number' && value !== undefined) return value
  if (type === 'bigint' && value !== undefined) return `${value}n`
  return `‹${type}${value === undefined ? '' : `: ${value}`}›`
}
