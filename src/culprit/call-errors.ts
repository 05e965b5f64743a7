import type { ExceptionRecord, Value } from '../model'
import { calleeOf, nameOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { frameVariables } from '../values/frame-variables'
import { nodeOf } from '../values/node-of'
import { typeOf } from '../values/type-of'
import { evaluate, isUndefined } from './evaluate'
import { has, shown, type Finding } from './finding'
import type { Place } from './place'
import { callAt, dottedName } from './sites'

/** Errors of built-ins and of Node's own functions, at the call in the program: what they were given. */
export function callError (place: Place, exception: ExceptionRecord): Finding | undefined {
  return jsonError(place, exception) ?? rangeError(place, exception) ?? invalidArgument(place, exception) ??
    missingModule(place, exception) ?? invalidUrl(place, exception) ?? systemError(place, exception) ?? circular(place, exception)
}

/** `JSON.parse`, and what calls it for the program: the text, and what stands at the position that V8 names. */
function jsonError (place: Place, { type, message }: ExceptionRecord): Finding | undefined {
  if (type !== 'SyntaxError' || !/JSON/.test(message)) return undefined
  const call = callAt(place)
  const text = call && dottedName(call) === 'JSON.parse' ? call.arguments[0] as SyntaxNode | undefined : undefined
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? NaN)
  const near = /(?:^Unexpected token [^]*?, |^)(?:\.\.\.)?"([^]*)"(?:\.\.\.)? is not valid JSON/.exec(message)?.[1]
  if (text === undefined || text.type === 'SpreadElement') return undefined
  const known = evaluate(place, text)
  if (known === undefined) {
    return { place, node: text, claim: `is not JSON${near === undefined ? '' : ` (near ${JSON.stringify(near)})`}`, value: near ?? 'not JSON' }
  }
  const { value } = known
  if (typeof value !== 'string') return { place, node: text, claim: `is ${shown(place, value)}, not JSON`, value: shown(place, value) }
  if (value.trim() === '') return { place, node: text, claim: value === '' ? 'is empty text, not JSON' : 'is blank text, not JSON', value: shown(place, value) }
  if (/^Unexpected end of JSON input|^Unterminated/.test(message)) {
    return { place, node: text, claim: `ends in the middle of its JSON: ${JSON.stringify(`…${value.slice(-20)}`)}`, value: shown(place, value) }
  }
  const at = Number.isNaN(position) ? undefined : position
  if (at === undefined || at >= value.length) return { place, node: text, claim: 'is not JSON', value: shown(place, value) }
  const excerpt = `${at > 12 ? '…' : ''}${value.slice(Math.max(0, at - 12), at)}⟨${value[at]}⟩${value.slice(at + 1, at + 13)}`
  return { place, node: text, claim: `is not JSON at character ${at + 1}: ${JSON.stringify(excerpt)}`, value: shown(place, value) }
}

const RANGES: readonly (readonly [RegExp, 'argument' | 'receiver', string])[] = [
  [/^toFixed\(\) digits argument must be|^toPrecision\(\) argument must be|^toExponential\(\) argument must be|^toString\(\) radix must be/, 'argument', ''],
  [/^Invalid count value: /, 'argument', ', no count'],
  [/^Invalid (?:typed array|string|array buffer|DataView) length|^Array buffer allocation failed/, 'argument', ', no length'],
  [/^Invalid time value$/, 'receiver', 'is an invalid date'],
  [/^Cannot convert [^]* to a BigInt$|cannot be converted to a BigInt because it is not an integer$/, 'argument', ', no whole number'],
  [/^URI malformed$/, 'argument', ', not well-formed for a URI'],
  [/^Invalid regular expression: /, 'argument', ', no regular expression'],
  [/^Invalid language tag: |^Incorrect locale information provided$|^Invalid (?:currency|time zone)/, 'argument', ''],
]

function rangeError (place: Place, { message }: ExceptionRecord): Finding | undefined {
  const rule = RANGES.find(([pattern]) => pattern.test(message))
  const call = callAt(place)
  if (rule === undefined || call === undefined) return undefined
  const [, which, suffix] = rule
  if (which === 'receiver') {
    const object = calleeOf(call).object as SyntaxNode | undefined
    const known = object && evaluate(place, object)
    const node = known && nodeOf(place.crash, known.value)
    if (object === undefined || (node !== undefined && (node.subtype !== 'date' || node.value !== null))) return undefined
    return { place, node: object, claim: suffix, value: 'Invalid Date' }
  }
  const argument = call.arguments?.[0] as SyntaxNode | undefined
  if (argument === undefined || argument.type === 'SpreadElement') return undefined
  const found = has(place, argument)
  return found && { ...found, claim: found.claim + suffix }
}

/**
 * `The "path" argument must be of type string. Received undefined`: Node's `ERR_INVALID_ARG_TYPE` and its kind. Node says what it
 * received, and one argument of the program's call alone must be that.
 */
function invalidArgument (place: Place, { code, message }: ExceptionRecord): Finding | undefined {
  if (!/^ERR_(?:INVALID_ARG|OUT_OF_RANGE|INVALID_RETURN|INVALID_URL)/.test(code ?? '')) return undefined
  const call = callAt(place)
  const received = /Received ([^]*)$/.exec(message)?.[1]
  if (call === undefined || received === undefined) return undefined
  const fitting = (call.arguments as SyntaxNode[]).filter(argument => {
    const known = argument.type === 'SpreadElement' ? undefined : evaluate(place, argument)
    return known !== undefined && isReceived(place, known.value, received)
  })
  return fitting.length === 1 ? has(place, fitting[0]!) : undefined
}

/** As lib/internal/errors.js says it: `undefined`, `an instance of X`, `function f`, `type number (5)`, or the value inspected. */
function isReceived (place: Place, value: Value, received: string): boolean {
  if (value === null || isUndefined(value)) return received === shown(place, value)
  const instance = /^an instance of (\S+)/.exec(received)?.[1]
  if (instance !== undefined) return nodeOf(place.crash, value) !== undefined && typeOf(place.crash, value).replace(/\(\d+\)$/, '') === instance
  if (/^function /.test(received)) return nodeOf(place.crash, value)?.type === 'function'
  const typed = /^type (\w+) \(([^]*)\)$/.exec(received)
  if (typed !== null) return typeOf(place.crash, value) === typed[1] && sameText(shown(place, value), typed[2]!)
  return sameText(shown(place, value), received)
}

const sameText = (ours: string, said: string): boolean => {
  const begin = said.replace(/\.\.\.$|_/g, '').replace(/^'|'$/g, '')
  const plain = ours.replace(/^'|'$/g, '')
  return said.endsWith('...') ? plain.startsWith(begin) : plain === begin
}

function missingModule (place: Place, { code, message }: ExceptionRecord): Finding | undefined {
  if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') return undefined
  const name = /^Cannot find (?:module|package) '([^']*)'/.exec(message)?.[1]
  if (name === undefined) return undefined
  const call = callAt(place)
  const argument = call?.arguments?.[0] as SyntaxNode | undefined
  const isDynamic = argument !== undefined && argument.type !== 'Literal' && evaluate(place, argument)?.value === name
  const claim = /^[./\\]|^[A-Za-z]:/.test(name) ? 'does not exist' : 'is not installed'
  return { place, ...isDynamic && { node: argument }, ...!isDynamic && { subject: `module ${name}` }, claim: isDynamic ? `is '${name}', which ${claim}` : claim, value: name }
}

/** With a base, either may be the one that cannot be read. */
function invalidUrl (place: Place, { code, message }: ExceptionRecord): Finding | undefined {
  if (code !== 'ERR_INVALID_URL' && message !== 'Invalid URL') return undefined
  const [url, base] = (callAt(place)?.arguments ?? []) as (SyntaxNode | undefined)[]
  const baseText = base && evaluate(place, base)?.value
  if (url === undefined || (base !== undefined && typeof baseText !== 'string')) return undefined
  const wrong = base !== undefined && !URL.canParse('/', baseText as string) ? base : url
  const found = wrong.type === 'SpreadElement' ? undefined : has(place, wrong)
  return found && { ...found, claim: `${found.claim}, no URL` }
}

const CODES: Readonly<Record<string, string>> = {
  ENOENT: 'which does not exist', EACCES: 'which may not be accessed', EPERM: 'which may not be changed', EISDIR: 'which is a folder',
  ENOTDIR: 'part of which is no folder', EEXIST: 'which exists already', ECONNREFUSED: 'which refused the connection',
  ENOTFOUND: 'a host that is not known', EADDRINUSE: 'which is in use', ETIMEDOUT: 'which did not answer in time',
  ENOTEMPTY: 'which is not empty', EMFILE: 'while too many files were open',
}

/** libuv's errors name a path, a host or an address in fields of their own; the variable of the program that holds it is named too. */
function systemError (place: Place | undefined, exception: ExceptionRecord): Finding | undefined {
  const { code, value } = exception
  const words = CODES[code ?? '']
  if (words === undefined || place === undefined) return undefined
  const fields = nodeOf(place.crash, value)?.properties ?? []
  const field = (name: string): Value | undefined => fields.find(property => property.name === name && !property.symbol)?.value
  const path = field('path') ?? field('hostname') ?? field('address')
  if (typeof path !== 'string') return undefined
  const port = field('port')
  const target = typeof port === 'number' && field('path') === undefined ? `${path}:${port}` : path
  const call = callAt(place)
  const holder = (call?.arguments as SyntaxNode[] | undefined)?.find(argument =>
    argument.type !== 'SpreadElement' && argument.type !== 'Literal' && evaluate(place, argument)?.value === path)
  if (holder !== undefined) return { place, node: holder, claim: `is '${target}', ${words}`, value: `'${target}'` }
  const variable = frameVariables(place.frame).find(each => each.value === path && each.scope !== 'module')
  const subject = variable?.name ?? (field('syscall') === undefined ? 'the target' : `the target of ${String(field('syscall'))}`)
  return { place, subject, claim: `is '${target}', ${words}`, value: `'${target}'` }
}

function circular (place: Place, { message }: ExceptionRecord): Finding | undefined {
  const closing = /^Converting circular structure to JSON[^]*(?:property '([^']*)'|index (\d+)) closes the circle$/.exec(message)
  const call = callAt(place)
  const argument = call && nameOf(calleeOf(call)) === 'stringify' ? call.arguments[0] as SyntaxNode | undefined : undefined
  if (closing === null || argument === undefined) return undefined
  const known = evaluate(place, argument)
  const what = closing[1] === undefined ? `element ${closing[2]}` : `property ${closing[1]}`
  return { place, node: argument, claim: `leads back to itself (${what} closes the circle)`, value: known ? shown(place, known.value) : 'circular' }
}
