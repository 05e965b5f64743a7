import type { TypedPrimitive } from '../model'

/** A primitive that JSON does not know, as source text shows it: `undefined`, `NaN`, `-0`, `12n`, `Symbol(id)`. */
export function primitiveText (value: TypedPrimitive): string {
  switch (value.type) {
    case 'undefined': return 'undefined'
    case 'number': return value.value
    case 'bigint': return `${value.value}n`
    case 'symbol': return `Symbol(${value.value ?? ''})`
  }
}
