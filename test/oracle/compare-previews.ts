import type { Preview } from './live-pause'
import type { Site } from './site'
import type { Tally } from './tally'

/** Compares what V8 shows of an object in one line, part by part. */
export function comparePreviews (live: Preview | undefined, replayed: Preview | undefined, site: Omit<Site, 'field'>, tally: Tally): void {
  if (live === undefined && replayed === undefined) return
  const unlike = (detail: string): void => tally.unlike({ ...site, field: 'preview', detail })
  if (live === undefined || replayed === undefined) return unlike(live === undefined ? 'only replayed' : 'only live')
  const detail = previewDifference(live, replayed)
  if (detail === undefined) tally.same()
  else unlike(detail)
}

function previewDifference (live: Preview, replayed: Preview): string | undefined {
  for (const key of ['type', 'subtype', 'description', 'overflow'] as const) {
    if (live[key] !== replayed[key]) return `${key}: ${String(live[key])} / ${String(replayed[key])}`
  }
  const [one, other] = [live, replayed].map(({ properties }) => properties.map(property => JSON.stringify(property, Object.keys(property).sort())))
  for (let index = 0; index < Math.max(one!.length, other!.length); index++) {
    if (one![index] !== other![index]) return `property ${index}: ${one![index]} / ${other![index]}`
  }
  if (live.entries?.length !== replayed.entries?.length) return `entries: ${live.entries?.length} / ${replayed.entries?.length}`
  for (const [index, entry] of (live.entries ?? []).entries()) {
    for (const key of ['key', 'value'] as const) {
      const [a, b] = [entry[key], replayed.entries![index]![key]]
      const inner = a === undefined || b === undefined ? (a === b ? undefined : 'on one side') : previewDifference(a, b)
      if (inner !== undefined) return `entry ${index} ${key}: ${inner}`
    }
  }
  return undefined
}
