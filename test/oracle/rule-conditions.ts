import type { Descriptor, Preview, Remote } from './live-pause'
import type { Site } from './site'

export const remote = (value: unknown): Remote => (value ?? {}) as Remote
export const descriptor = (value: unknown): Descriptor => (value ?? {}) as Descriptor
export const isUnavailable = ({ field, reason }: Site): boolean => field === 'value' && reason === 'unavailable'

/** Whether a live function was written in Node's own code, or in none: by what V8 says of its place. */
export function isOfNode ({ pause, live }: Site): boolean {
  const { id, description } = remote(live)
  if (description?.includes('[native code]')) return true
  const place = pause?.objects[id ?? 0]?.own.internalProperties?.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value
  return place === undefined || (place as { url: string }).url.startsWith('node:')
}

/** In the comparison with generous limits one program has more elements than those, and one a generator's worth of depth. */
export function isLimited (site: Site): boolean {
  if (site.limits === 'generous' && !/\(1000001\)$/.test(`${site.owner?.description ?? ''}`) && !/\(1000001\)$/.test(remote(site.live).description ?? '')) return false
  if (site.reason !== undefined) return LIMITS.test(site.reason)
  if (site.field === 'value' && /…<cut: string, [\d,]+ of [\d,]+ characters recorded>/.test(String(remote(site.replayed).value))) return true
  if (/^(?:absent|order|lists)$/.test(site.field) && site.cuts?.some(cut => /<cut: (?:depth|items|total|time)/.test(cut)) === true) return true
  if (site.node?.cut?.some(({ reason }) => LIMITS.test(reason)) === true && /^(?:preview|absent|order|lists|value|flags)$/.test(site.field)) return true
  return /^(?:preview|value)$/.test(site.field) && /<cut: (?:string|depth|items|total|time)|…/.test(site.detail ?? '')
}

const LIMITS = /^(?:depth|items|string|total|time)$/

/** A live accessor of Node's or V8's own, where the capsule has a value. */
export function isLazy ({ field, name, live, replayed, owner, pause }: Site): boolean {
  const own = pause?.objects[owner?.id ?? 0]?.own.result ?? []
  const isOfNode = own.some(property => property.name === 'dirname') || owner?.className === 'Module'
  if (!isOfNode) return false
  if (field === 'lists') return name === 'accessorPropertiesOnly'
  return field === 'flags' && descriptor(live).get !== undefined && descriptor(replayed).value !== undefined && descriptor(replayed).get === undefined
}

const OF_PROTOTYPES = new Set(['dotAll', 'flags', 'global', 'hasIndices', 'ignoreCase', 'multiline', 'source', 'sticky', 'unicode', 'unicodeSets', 'buffer', 'byteLength',
  'byteOffset', 'length', 'Symbol(Symbol.toStringTag)', 'maxByteLength', 'resizable', 'detached', 'growable', 'description', 'format', 'compare'])

export function isContinued (live: Preview | undefined, replayed: Preview | undefined): boolean {
  if (live === undefined || replayed === undefined || JSON.stringify(live.entries) !== JSON.stringify(replayed.entries)) return false
  const texts = (preview: Preview): string[] => preview.properties.map(property => JSON.stringify(property, Object.keys(property).sort()))
  const [all, some] = [texts(live), texts(replayed)]
  return some.every((text, index) => text === all[index]) && (all.length > some.length || (live.overflow && !replayed.overflow)) &&
    live.properties.slice(some.length).every(({ name }) => OF_PROTOTYPES.has(name)) &&
    (/^(?:regexp|typedarray|arraybuffer|dataview)$/.test(live.subtype ?? '') || /^(?:Symbol|NumberFormat|DateTimeFormat|Collator)$/.test(live.description ?? ''))
}

export function hasHiddenElement ({ pause, live, owner }: Site): boolean {
  return [remote(live).id, owner?.id].some(id => pause?.objects[id ?? 0]?.own.result
    .some(({ name, enumerable, get }) => /^\d+$/.test(name) && (enumerable === false || get !== undefined)) === true)
}
