import { posix, win32 } from 'node:path'
import { decodeTolerantly, fileOfUrl } from '../stack/in-app'

/** What a script carries with it. `text` is the map's JSON, absent when the script has none inside. */
export interface InlineMap {
  text?: string
  /** The script without any `data:` map comment: such a comment holds the unmasked original sources. Lines stay as they were. */
  sourceWithoutMap: string
}

/** V8 takes the URL up to the first white space and ignores one with quotes; it stands in a comment that ends its line. */
const MAP_COMMENT = /\/[/*][#@][ \t]sourceMappingURL=[ \t]*([^\s'"`]*?)[ \t]*(?:\*\/[ \t]*)?$/gm

/**
 * The source map inside a script's text, as ECMA-426 has it: the last `sourceMappingURL` comment wins, whatever its kind.
 * `sourceMapURL` is what V8 reported; it is used when the text has no such comment (text that was cut). `data:` URLs are
 * decoded from base64 or percent encoding, without looking at what they hold. Never throws.
 */
export function extractInlineMap (sourceText: string, sourceMapURL?: string): InlineMap {
  let url = ''
  const sourceWithoutMap = sourceText.includes('sourceMappingURL=')
    ? sourceText.replace(MAP_COMMENT, (comment, found: string) => {
      url = found === '' ? url : found
      return found.startsWith('data:') ? '' : comment
    })
    : sourceText
  const text = decodeDataUrl(url === '' ? sourceMapURL ?? '' : url)
  return text === undefined ? { sourceWithoutMap } : { text, sourceWithoutMap }
}

function decodeDataUrl (url: string): string | undefined {
  const match = /^data:([^,]*),(.*)$/s.exec(url)
  if (match === null) return undefined
  return /;\s*base64\s*$/i.test(match[1]!) ? Buffer.from(match[2]!, 'base64').toString('utf8') : decodeTolerantly(match[2]!)
}

/**
 * The absolute path of a map that lies beside its script, for a relative, absolute or `file:` URL. `scriptUrl` is as V8 names
 * the script: a path or a `file:` URL, of either platform. Undefined for `http:`, `data:` and other schemes, for network
 * shares (reading one would use the network), and for scripts that are not files.
 */
export function externalMapPath (scriptUrl: string, sourceMapURL: string): string | undefined {
  if (sourceMapURL === '') return undefined
  if (/^file:/i.test(sourceMapURL)) return localPath(fileOfUrl(sourceMapURL))
  if (/^[a-z][a-z0-9+.-]+:/i.test(sourceMapURL) || sourceMapURL.startsWith('//')) return undefined
  // tsc does not escape `#` and `?` in names: what follows them is a fragment or a query only if the name is whole without it.
  const path = decodeTolerantly(sourceMapURL.replace(/[?#](?!.*\.map$).*$/, ''))
  const script = localPath(fileOfUrl(scriptUrl))
  if (script === undefined) return localPath(path)
  const rules = script.startsWith('/') ? posix : win32
  return localPath(rules.resolve(rules.dirname(script), path))
}

/** The path if it is absolute and not on a network share. */
function localPath (path: string): string | undefined {
  return /^(?:\/(?!\/)|[A-Za-z]:[\\/])/.test(path) ? path : undefined
}
