import type { Handle } from './handle'
import { ownProperties } from './own-properties'
import { remoteHandle } from './remote-object'
import { resolveObject } from './resolve-object'
import type { ReplaySession } from './session'

/**
 * DevTools shows arrays of more than a hundred elements in groups, which three functions of its own make; without their answers it says
 * "No properties". They are known by what they say and take (their names are minified), and answered from what is recorded: an element
 * that was cut off is in no group. `packRanges`, `buildArrayFragment` and `buildObjectFragment` of
 * https://github.com/ChromeDevTools/devtools-frontend/blob/main/front_end/ui/legacy/components/object_ui/ObjectPropertiesSection.ts
 *
 * Undefined for every other function, and for objects that the session's evaluator knows more about.
 */
export function arrayFunctionAnswer (session: ReplaySession, declaration: string, params: Record<string, unknown>): object | undefined {
  if (declaration.length > MAX_CHARS || typeof params['objectId'] !== 'string' || !declaration.includes('Object.getOwnPropertyNames(')) return undefined
  const numbers = (Array.isArray(params['arguments']) ? params['arguments'] : []).map(argument => (argument as { value?: unknown } | null)?.value)
  const areNumbers = numbers.every(number => typeof number === 'number')
  const { handle, group } = resolveObject(session, params['objectId'])
  if (handle.kind === 'missing' || handle.kind === 'part' || !areNumbers) return undefined
  const [from, to, third] = numbers as [number, number, number]
  if (numbers.length === 4 && declaration.includes('ArrayBuffer.isView(this)') && declaration.includes('ranges')) {
    return { result: { type: 'object', value: { ranges: ranges(indexes(session, handle, from, to), third) } } }
  }
  const part = (first: number, last: number): object =>
    ({ result: remoteHandle(session, { kind: 'part', of: handle, from: first, to: last }, { group }) })
  if (numbers.length === 3 && /\bfor\s*\(/.test(declaration) && declaration.includes('Object.create(null)')) return part(from, to)
  return numbers.length === 0 && declaration.includes('__proto__') ? part(-1, -1) : undefined
}

const MAX_CHARS = 5_000
const MAX_INDEXES = 250_000

function indexes (session: ReplaySession, handle: Handle, from: number, to: number): number[] {
  const found: number[] = []
  for (const { name, isIndex } of ownProperties(session, handle)?.properties ?? []) {
    if (isIndex !== true || found.length >= MAX_INDEXES) break
    if (Number(name) >= from && Number(name) <= to) found.push(Number(name))
  }
  return found
}

/** Groups as DevTools counts them: first index, last index, number of elements. */
function ranges (found: readonly number[], bucketThreshold: number): [number, number, number][] {
  const { length } = found
  const threshold = Math.max(2, bucketThreshold)
  const size = length <= threshold ? length : threshold ** (Math.ceil(Math.log(length) / Math.log(threshold)) - 1)
  const groups: [number, number, number][] = []
  for (let at = 0; at < length; at += size) {
    const last = Math.min(at + size, length) - 1
    groups.push([found[at]!, found[last]!, last - at + 1])
  }
  return groups
}
