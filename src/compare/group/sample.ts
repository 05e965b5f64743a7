import { isMissing, isRef, type Value } from '../../model'
import { previewValue } from '../../values/preview'
import type { OpenedCrash } from '../../view/opened-crash'
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

/** `place`: index of the holding object, a space, and the member's key. */
export function describe ({ crash }: OpenedCrash, kin: Kin, value: Value, place: string | undefined): Sample {
  const node = isRef(value) ? crash.nodes[value.ref] : undefined
  return {
    head: sampleHead(crash, value),
    kind: kindOf(crash, value),
    preview: previewValue(crash, value, MAX_PREVIEW_CHARS),
    isObject: node?.type === 'object' && node.subtype !== 'date' && node.subtype !== 'regexp' && !isEmpty(node),
    ...(place !== undefined && { place }),
    others: place === undefined ? [] : othersAt(crash, kin, place),
  }
}

/** An empty object is told from others of its class by that; others by their members, which are observed on their own. */
function sampleHead (crash: OpenedCrash['crash'], value: Value): string {
  const node = isRef(value) ? crash.nodes[value.ref] : undefined
  return headOf(crash, value) + (node !== undefined && isEmpty(node) ? ' empty' : '')
}

function othersAt (crash: OpenedCrash['crash'], kin: Kin, place: string): Sample['others'] {
  const space = place.indexOf(' ')
  const known = kin.othersOf(Number(place.slice(0, space)), place.slice(space + 1))
  return known.filter(value => value === undefined || !isMissing(value)).map(value => value === undefined
    ? { head: 'undefined', kind: 'undefined' }
    : { head: sampleHead(crash, value), kind: kindOf(crash, value) })
}
