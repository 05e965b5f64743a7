import type { Spans } from './spans'

/** Characters that end a URL in running text. */
const URL_END = /[\s"'`<>\\{}|^]/g

const MAX_AUTHORITY_CHARS = 1_024

/** Paths that are credentials themselves: gitleaks slack-webhook-url, microsoft-teams-webhook; Discord's webhooks. */
const WEBHOOK = new RegExp(`^(?:${[
  'hooks\\.slack\\.com/(?:services|workflows|triggers)/',
  '(?:\\w+\\.)?discord(?:app)?\\.com/api/(?:v\\d+/)?webhooks/',
  '[\\w-]+\\.webhook\\.office\\.com/webhookb2/', 'outlook\\.office\\.com/webhook/', 'hooks\\.zapier\\.com/hooks/catch/',
  'maker\\.ifttt\\.com/trigger/[^/\\s]{1,100}/(?:json/)?with/key/', '[\\w.-]+/hooks/(?=[\\w/]{20})',
].join('|')})([^\\s"'\`<>\\\\]+)`)

/**
 * Adds what is secret in the URL whose `://` stands at `colon`: the user information if it has a password or is as long as a
 * token, and the path of a webhook. Query parameters are found by their names, like all named values.
 */
export function findUrlSecrets (text: string, colon: number, spans: Spans): void {
  const start = colon + 3
  const rest = text.slice(start, start + MAX_AUTHORITY_CHARS)
  URL_END.lastIndex = 0
  const end = URL_END.exec(rest)?.index ?? rest.length
  const at = userInfoEnd(rest.slice(0, end))
  if (at > 0) {
    const userInfo = rest.slice(0, at)
    if (/:./.test(userInfo) || at >= 20 || /^[^:]{8,}:$/.test(userInfo)) spans.push(start, start + at)
    return
  }
  const webhook = WEBHOOK.exec(rest)
  if (webhook !== null) spans.push(start + webhook[0].length - webhook[1]!.length, start + webhook[0].length)
}

/**
 * Where the `@` of the authority stands, or 0. As in the WHATWG URL standard it is the last one before the path; one further on
 * counts if a colon that starts no port comes first: passwords with a slash are pasted into connection strings all the time,
 * and `http://localhost:3000/@vite/client` is a URL.
 */
export function userInfoEnd (url: string): number {
  const pathStart = url.search(/[/?#]/)
  const authority = pathStart === -1 ? url : url.slice(0, pathStart)
  const inAuthority = authority.lastIndexOf('@')
  if (inAuthority !== -1) return inAuthority
  const password = /^[^:/?#@]*:(?!\d{1,5}(?:[/?#]|$))/.exec(url)
  if (password === null || pathStart === -1) return 0
  const later = url.indexOf('@', pathStart)
  return later !== -1 && later <= 256 && /^[\w.-]/.test(url.slice(later + 1)) ? later : 0
}
