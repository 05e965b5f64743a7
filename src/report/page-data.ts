import type { OpenedCrash } from '../view/opened-crash'
import { sourcePlace } from './frame-source'
import type { PageModel } from './page/model'
import { sourceWindows, type WantedLine } from './source-window'

/** Lines that are kept on either side of a place: of the program's own frames, and of others. */
const AROUND_OWN = 30
const AROUND_FOREIGN = 6
/** Beyond, frames have no source in the page: it would be larger than the stack is worth. */
const MAX_FRAMES_WITH_SOURCE = 120

/** What the page's script is given. Sources are cut to the lines around the frames' places. */
export async function pageData (
  opened: OpenedCrash, { editorUrl, pathMap }: { editorUrl: string, pathMap: readonly string[] },
): Promise<PageModel> {
  const { manifest, crash, environment, breadcrumbs } = opened
  const wanted = new Map<string, WantedLine[]>()
  for (const frame of crash.frames.slice(0, MAX_FRAMES_WITH_SOURCE)) {
    const around = frame.inApp ? AROUND_OWN : AROUND_FOREIGN
    for (const isGenerated of frame.original ? [false, true] : [true]) {
      const { path, line, column } = sourcePlace(crash, frame, isGenerated)
      if (path === undefined || line < 1) continue
      const lines = wanted.get(path) ?? []
      lines.push({ line, column, around: isGenerated && frame.original ? AROUND_FOREIGN : around })
      wanted.set(path, lines)
    }
  }
  const sources: [string, PageModel['sources'][string]][] = []
  for (const [path, lines] of wanted) {
    const text = await opened.readText(path)
    if (text !== undefined) sources.push([path, sourceWindows(text, lines)])
  }
  return { manifest, crash, environment, breadcrumbs, sources: Object.fromEntries(sources), editorUrl, pathMap: [...pathMap] }
}

/**
 * JSON for a data block of a page: nothing in it can end the block, nor begin a comment or a script in it, and whoever reads the
 * page's source is not deceived by what reorders or hides text.
 */
export function blockJson (data: unknown): string {
  return JSON.stringify(data).replace(UNSAFE, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const UNSAFE = /[<\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g
