import { clipEnd } from '../terminal/clip'
import { textWidth } from '../terminal/text-width'
import { oneLine, safeText } from '../terminal/safe-text'
import { table } from '../terminal/table'
import { breadcrumbText } from './breadcrumb-text'
import type { OpenedCrash } from './opened-crash'
import type { ViewOptions } from './view-options'

/** The last breadcrumbs before the crash as lines, oldest first, each with how long before it was. Empty without any. */
export function renderBreadcrumbs (
  { breadcrumbs, manifest }: OpenedCrash, { colours, columns, isTerminal = true }: ViewOptions, count: number,
): string[] {
  const crashedAt = Date.parse(manifest.capturedAt)
  const shown = breadcrumbs.slice(-count)
  const cells = shown.map(({ at, category, level, message, data }) => ({
    ago: agoText(crashedAt - Date.parse(at)),
    category: safeText(category, 30),
    text: oneLine(breadcrumbText({ category, message, data }), 500),
    paint: level === 'error' ? colours.red : level === 'warning' ? colours.yellow : (text: string): string => text,
  }))
  const taken = Math.max(0, ...cells.map(({ ago }) => ago.length)) + Math.max(0, ...cells.map(each => textWidth(each.category))) + 4
  const room = isTerminal ? Math.max(12, columns - taken) : Number.MAX_SAFE_INTEGER
  const rows = cells.map(({ ago, category, text, paint }) => [colours.dim(ago), colours.dim(category), paint(clipEnd(text, room))])
  const earlier = breadcrumbs.length - shown.length
  return [...earlier > 0 ? [colours.dim(`… ${earlier} earlier`)] : [], ...table(rows)]
}

/** `-0.012 s`, `-3 min`: before the crash. */
function agoText (ms: number): string {
  if (!Number.isFinite(ms)) return '?'
  const seconds = Math.max(0, ms) / 1000
  return seconds < 60 ? `-${seconds.toFixed(3)} s` : seconds < 3600 ? `-${Math.round(seconds / 60)} min` : `-${(seconds / 3600).toFixed(1)} h`
}
