import { isMissing, isRef, type CrashDocument, type Value } from '../../model'
import { previewValue } from '../../values/preview'
import { headOf } from '../head'
import type { Kin } from './kin'
import { isEmpty, kindOf } from './kinds'

/** What is remembered of a value once its capsule is closed. */
export interface Sample {
  /** Equal for equal values, as far as the value itself goes; empty when unknown. Objects are equal by their class only. */
  head: string
  kind: string
  preview: string
  /** Has members that are observed on their own. */
  isObject: boolean
  /** The member of the object that it is, the same however it was reached within the capsule; absent for variables. */
  place?: string
  /** What others of its holder's kind have there: heads and kinds. Absent members are `undefined`. */
  others: { head: string, kind: string }[]
}

const MAX_PREVIEW_CHARS = 80

/** Describes the values of one capsule. A member that is reached in many ways is described once. */
export class Sampler {
  private readonly known = new Map<string, Sample>()

  constructor (private readonly crash: CrashDocument, private readonly kin: Kin) {}

  /** `place`: index of the holding object, a space, and the member's key; absent for variables. */
  describe (value: Value, place?: string): Sample {
    const known = place === undefined ? undefined : this.known.get(place)
    if (known !== undefined) return known
    const { crash, kin } = this
    const node = isRef(value) ? crash.nodes[value.ref] : undefined
    const sample: Sample = {
      head: sampleHead(crash, value),
      kind: kindOf(crash, value),
      preview: previewValue(crash, value, MAX_PREVIEW_CHARS),
      isObject: node?.type === 'object' && node.subtype !== 'date' && node.subtype !== 'regexp' && !isEmpty(node),
      ...(place !== undefined && { place }),
      others: place === undefined ? [] : othersAt(crash, kin, place),
    }
    if (place !== undefined) this.known.set(place, sample)
    return sample
  }
}

/** An empty object is told from others of its class by that; others by their members, which are observed on their own. */
function sampleHead (crash: CrashDocument, value: Value): string {
  const node = isRef(value) ? crash.nodes[value.ref] : undefined
  return headOf(crash, value) + (node !== undefined && isEmpty(node) ? ' empty' : '')
}

function othersAt (crash: CrashDocument, kin: Kin, place: string): Sample['others'] {
  const space = place.indexOf(' ')
  const known = kin.othersOf(Number(place.slice(0, space)), place.slice(space + 1))
  return known.filter(value => value === undefined || !isMissing(value)).map(value => value === undefined
    ? { head: 'undefined', kind: 'undefined' }
    : { head: sampleHead(crash, value), kind: kindOf(crash, value) })
}
