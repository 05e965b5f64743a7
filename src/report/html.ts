import { escapeHtml } from './escape-html'

/** Markup that was written by us, or made of texts that were escaped. */
export class Html {
  constructor (readonly markup: string) {}
}

/** What can stand between `${` and `}`: text is escaped, `undefined`, `null` and `false` are nothing. */
export type Part = Html | string | number | undefined | null | false | readonly Part[]

/** Markup with its parts escaped. Attributes must be in quotes: `<a title="${text}">`. */
export function html (strings: TemplateStringsArray, ...parts: Part[]): Html {
  let markup = strings[0]!
  for (const [index, part] of parts.entries()) markup += markupOf(part) + strings[index + 1]!
  return new Html(markup)
}

/** The one way around the escaping: for a style, a script, a drawing of our own. */
export const rawHtml = (markup: string): Html => new Html(markup)

function markupOf (part: Part): string {
  if (part instanceof Html) return part.markup
  if (part === undefined || part === null || part === false) return ''
  if (Array.isArray(part)) return part.map(markupOf).join('')
  return escapeHtml(String(part))
}
