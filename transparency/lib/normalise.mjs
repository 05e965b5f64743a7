// Takes out of a text what differs between any two runs of anything.

/** Lines of FaultSnap itself. */
const OWN_LINE = /^\[FaultSnap\].*\n?/gm

/** The text without FaultSnap's own lines, and those lines. */
export function withoutOwnLines (text) {
  return { text: text.replace(OWN_LINE, ''), notices: text.match(OWN_LINE) ?? [] }
}

const RULES = [
  // Durations: node:test, tap, mocha, jest, ava.
  [/duration_ms:? [\d.]+(?:e-\d+)?/g, 'duration_ms <ms>'],
  [/# time=[\d.]+m?s/g, '# time=<ms>'],
  [/\b\d+(?:[.,]\d+)?\s?(?:ms|µs|ns|seconds?|minutes?|milliseconds?)\b/g, '<time>'],
  [/\b\d+(?:\.\d+)?s\b/g, '<time>'],
  [/"(?:duration|time|start|startTime|endTime|responseTime|elapsed|uptime)":\s?[\d.]+/g, '"<time>"'],
  // Moments.
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d)?/g, '<moment>'],
  [/\b\d\d:\d\d:\d\d(?:\.\d+)?\b/g, '<moment>'],
  [/\b1[6-9]\d{11}\b/g, '<moment>'],
  // Processes, threads, ports, addresses.
  [/\(node:\d+\)/g, '(node:<pid>)'],
  [/\bcoverage-\d+-/g, 'coverage-<pid>-'],
  [/\b(pid["']?[:=]\s?)\d+/gi, '$1<pid>'],
  [/((?:127\.0\.0\.1|localhost|0\.0\.0\.0|\[::1?\]|::1?|::ffff:127\.0\.0\.1):)\d{4,5}\b/g, '$1<port>'],
  // An inspector session is an async resource: it takes a number.
  [/((?:async_id_symbol|asyncId|triggerId)\)\]?: )\d+/g, '$1<async id>'],
  [/\b0x[0-9a-f]{4,}\b/gi, '<address>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
]

/** V8's own words about a heap that is full name sizes and times; their number depends on the heap. */
const HEAP_LINES = /^(?:(?:\[\d+:<address>\]|<--- |#).*(?:Mark-Compact|Scavenge|GCs|<address>)|\s*\d+: <address>).*\n/gm

/** `places`: texts to be replaced, such as the working folder, by a name. */
export function normalise (text, places = {}) {
  let result = text
  // The longest first: one folder lies in the other.
  const byLength = Object.entries(places).sort(([a], [b]) => b.length - a.length)
  for (const [place, name] of byLength) if (place !== '') result = result.replaceAll(place, name)
  for (const [rule, name] of RULES) result = result.replace(rule, name)
  return result.includes('FATAL ERROR') ? result.replace(HEAP_LINES, '').replace(/\n{2,}/g, '\n') : result
}
