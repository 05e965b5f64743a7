import { traceSegment } from '@jridgewell/trace-mapping'
import type { FrameRecord } from '../model'
import { bareFunctionName } from '../stack/function-name'
import { enclosingFunctionName } from './enclosing-function'
import { originalPlace, type OriginalPlace, type ScriptMap } from './script-map'

/** What stands between the end of a function's name and where V8 says it begins: at its parameters. */
const BEFORE_PARAMETERS = [
  '', ' ', '=', ' = ', ':', ': ', '=async', '=async ', ' = async ', '=function', ' = function', ' = function ',
  '=function*', ' = function*', ' = function* ', '=async function', ' = async function', ' = async function ',
  '=async function*', ' = async function*',
]
const GAPS = [...new Set(BEFORE_PARAMETERS.map(text => text.length))]

/**
 * The original name of a frame's function, undefined when it is not known (anonymous, or renamed without a trace).
 *
 * In this order: the map's name for the identifier that stands right in front of the function's parameters (exact: the
 * generated name's length must fit); the generated name itself, if the map or the original text shows that it was not made
 * up by a minifier; the name in the original text around the place, if the map knows it as a name. The name that a map gives
 * *at* the function location is not enough: in `n=e=>…` that is the parameter's.
 */
export function originalFunctionName (frame: FrameRecord, map: ScriptMap, place: OriginalPlace): string | undefined {
  const generated = bareFunctionName(frame.function)
  // A nameless function may have lost its name to the minifier, but what the map says nearby is about something else.
  if (generated === '') return undefined
  const named = nameBeforeParameters(frame, map, place, generated)
  if (named !== undefined) return named
  // Without renamed identifiers the receiver's type, which stack text adds, has its own name too.
  const asGenerated = map.names.length === 0 ? frame.function : generated
  const text = map.contents[place.source]
  if (text == null) return map.names.length === 0 || map.names.includes(generated) ? asGenerated : undefined
  // Minifiers hand out names of one and two characters, and a text is likely to have each of them somewhere.
  const isMinifierLike = map.names.length > 0 && generated.length <= 2 && !map.names.includes(generated)
  if (!isMinifierLike && isDeclared(text, generated)) return asGenerated
  const enclosing = enclosingFunctionName(text, offsetOf(text, place))
  if (enclosing === generated) return asGenerated
  return enclosing !== undefined && map.names.includes(enclosing) ? enclosing : undefined
}

/**
 * The map's name for the identifier that names the function. Generated text is not at hand, so the identifier is known by its
 * length, by having no mapping inside, and by what the original text has between it and the parameters.
 */
function nameBeforeParameters (frame: FrameRecord, map: ScriptMap, place: OriginalPlace, generated: string): string | undefined {
  const location = frame.functionLocation
  if (location === undefined) return undefined
  const { lineNumber0, columnNumber0 } = location
  // A class without a constructor of its own begins at `class`, with its name behind.
  for (const gap of [...GAPS, -'class '.length - generated.length]) {
    const start = columnNumber0 - gap - generated.length
    const name = start < 0 ? undefined : originalPlace(map, lineNumber0, start)
    const isAlone = traceSegment(map.trace, lineNumber0, start)?.[0] === start &&
      traceSegment(map.trace, lineNumber0, start + generated.length - 1)?.[0] === start
    if (name?.name === undefined || !isAlone || name.source !== place.source) continue
    if (gap < 0 || isHeader(map, name, originalPlace(map, lineNumber0, columnNumber0))) return name.name
  }
  return undefined
}

/** Type annotations can be long; longer ones than this are not worth the time of a dying program. */
const MAX_HEADER_CHARS = 500

/** `: Type = async function (` and its shorter forms: what may stand between a function's name and its parameters. */
const HEADER = new RegExp(String.raw`^\s*(?:<[^;{}()]*>\s*)?[?!]?\s*(?::[^;{}\n]*?)?\s*` +
  String.raw`(?:[:=]\s*(?:async\b\s*)?(?:function\b\s*\*?\s*)?)?(?:<[^;{}()]*>\s*)?\(?\s*$`)

function isHeader (map: ScriptMap, name: OriginalPlace, parameters: OriginalPlace | undefined): boolean {
  const text = map.contents[name.source]
  if (text == null || parameters?.source !== name.source) return true
  const nameEnd = offsetOf(text, name) + name.name!.length
  const between = text.slice(nameEnd, offsetOf(text, parameters))
  return between.length <= MAX_HEADER_CHARS && !between.includes('=>') && HEADER.test(between)
}

/** Whether the text declares something of this name, in one of the ways that give a function its name. */
function isDeclared (text: string, name: string): boolean {
  const escaped = name.replace(/^(?:get|set) /, '').replace(/[^\w]/g, '\\$&')
  const keyword = String.raw`(?:function\s*\*?|class|const|let|var|get|set|static|async)`
  return new RegExp(String.raw`(?:^|[^\w$.#])(?:${keyword}\s+\*?\s*${escaped}(?![\w$])` +
    String.raw`|${escaped}\s*[?!]?\s*(?:<[^()]*>)?\s*(?:\(|[:=](?![=:>])))`).test(text)
}

function offsetOf (text: string, place: OriginalPlace): number {
  let offset = 0
  for (let line = 0; line < place.line0; line++) {
    const end = text.indexOf('\n', offset)
    if (end < 0) return text.length
    offset = end + 1
  }
  return offset + place.column0
}
