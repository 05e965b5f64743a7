import { isRef, type Value } from '../model'
import type { OpenedCrash } from '../view/opened-crash'

const DAY_MS = 86_400_000
const ISO_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Why a value is another in every run whatever the bug: the time of about the crash (within a day, as Date, ISO 8601 text or
 * epoch milliseconds), or a UUID. Undefined for all else.
 */
export function natureOf (value: Value | undefined, { crash, manifest }: OpenedCrash): 'time' | 'id' | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') {
    if (UUID.test(value)) return 'id'
    return ISO_TIME.test(value) && isNear(Date.parse(value), manifest.capturedAt) ? 'time' : undefined
  }
  const own = isRef(value) ? crash.nodes[value.ref] : undefined
  const time = typeof value === 'number' ? value : own?.subtype === 'date' ? own.value : undefined
  return typeof time === 'number' && isNear(time, manifest.capturedAt) ? 'time' : undefined
}

const isNear = (time: number, capturedAt: string): boolean => Math.abs(time - Date.parse(capturedAt)) < DAY_MS
