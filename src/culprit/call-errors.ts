import type { CrashDocument, ExceptionRecord, Value } from '../model'
import { calleeOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { frameVariables } from '../values/frame-variables'
import { nodeOf } from '../values/node-of'
import { typeOf } from '../values/type-of'
import { evaluate, isUndefined } from './evaluate'
import { has, shown, type Finding } from './finding'
import type { Place } from './place'
import { jsonError, stringifyError } from './json-errors'
import { argumentsOf, callAt, calledName } from './sites'

/** Errors of built-ins and of Node's own functions, at the call in the program: what they were given. */
export function callError (place: Place, exception: ExceptionRecord): Finding | undefined {
  return jsonError(place, exception) ?? stringifyError(place, exception) ?? rangeError(place, exception) ?? invalidArgument(place, exception) ??
    missingModule(place, exception) ?? invalidUrl(place, exception) ?? systemError(place, exception)
}

/** The same for a call of a library that failed deeper: only what names its cause itself, as an argument or a path. */
export function handedOnError (place: Place, exception: ExceptionRecord): Finding | undefined {
  return missingModule(place, exception) ?? systemError(place, exception)
}

/** Message, the built-in's own name (a library that calls it has others), whose argument or receiver it is, and what is said of it. */
const RANGES: readonly (readonly [message: RegExp, callee: RegExp, which: 'argument' | 'receiver', claim: string])[] = [
  [/^toFixed\(\) digits argument must be/, /^toFixed$/, 'argument', ''],
  [/^toPrecision\(\) argument must be/, /^toPrecision$/, 'argument', ''],
  [/^toExponential\(\) argument must be/, /^toExponential$/, 'argument', ''],
  [/^toString\(\) radix must be/, /^toString$/, 'argument', ''],
  [/^Invalid count value: /, /^repeat$/, 'argument', ', no count'],
  [/^Invalid code point /, /^fromCodePoint$/, 'argument', ', no code point'],
  [/^The normalization form should be one of/, /^normalize$/, 'argument', ', no normalization form'],
  [/^Invalid string length$/, /^(?:repeat|padStart|padEnd)$/, 'argument', ', too long for a text'],
  [/^Invalid (?:typed array|array buffer|DataView) length|^Array buffer allocation failed/, /(?:Array|ArrayBuffer|DataView)$/, 'argument', ', no length'],
  [/^Invalid time value$/, /^(?:toISOString|toJSON|format\w*)$/, 'receiver', 'is an invalid date'],
  [/^Cannot convert [^]* to a BigInt$|cannot be converted to a BigInt because it is not an integer$/, /^BigInt$/, 'argument', ', no whole number'],
  [/^URI malformed$/, /^(?:en|de)codeURI(?:Component)?$/, 'argument', ', not well-formed for a URI'],
  [/^Invalid regular expression: /, /^(?:RegExp|match|matchAll|search)$/, 'argument', ', no regular expression'],
  [/^Invalid language tag: |^Incorrect locale information provided$/, /^(?:toLocale\w+|localeCompare|\w*Format|Collator|PluralRules|Segmenter|Locale|DisplayNames|getCanonicalLocales|supportedLocalesOf)$/,
    'argument', ', no language'],
]

function rangeError (place: Place, { message }: ExceptionRecord): Finding | undefined {
  const call = callAt(place)
  const name = call === undefined ? undefined : calledName(call)
  const rule = name === undefined ? undefined : RANGES.find(([pattern, callee]) => pattern.test(message) && callee.test(name))
  if (rule === undefined || call === undefined) return undefined
  const [, , which, suffix] = rule
  if (which === 'receiver') {
    const object = calleeOf(call).object as SyntaxNode | undefined
    const known = object && evaluate(place, object)
    const node = known && nodeOf(place.crash, known.value)
    if (object === undefined || (node !== undefined && (node.subtype !== 'date' || node.value !== null))) return undefined
    return { place, node: object, claim: suffix, value: 'Invalid Date' }
  }
  const [argument] = argumentsOf(call)
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
  const fitting = argumentsOf(call).filter(argument => {
    const known = argument === undefined || argument.type === 'SpreadElement' ? undefined : evaluate(place, argument)
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
  const argument = argumentsOf(call)[0]
  const isDynamic = argument !== undefined && argument.type !== 'Literal' && evaluate(place, argument)?.value === name
  const claim = /^[./\\]|^[A-Za-z]:/.test(name) ? 'does not exist' : 'is not installed'
  return { place, ...isDynamic && { node: argument }, ...!isDynamic && { subject: `module ${name}` }, claim: isDynamic ? `is '${name}', which ${claim}` : claim, value: name }
}

/** With a base, either may be the one that cannot be read. */
function invalidUrl (place: Place, { code, message }: ExceptionRecord): Finding | undefined {
  if (code !== 'ERR_INVALID_URL' && message !== 'Invalid URL') return undefined
  const [url, base] = argumentsOf(callAt(place))
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
function systemError (place: Place, exception: ExceptionRecord): Finding | undefined {
  const failed = failedTarget(place.crash, exception)
  if (failed === undefined) return undefined
  const { path, claim, value } = failed
  const holder = argumentsOf(callAt(place)).find(argument =>
    argument !== undefined && argument.type !== 'SpreadElement' && argument.type !== 'Literal' && evaluate(place, argument)?.value === path)
  if (holder !== undefined) return { place, node: holder, claim, value }
  const variable = frameVariables(place.frame).find(each => each.value === path && each.scope !== 'module')
  return { place, subject: variable?.name ?? failed.subject, claim, value }
}

/** The same from the error alone: it often comes out of Node without any frame of the program. */
export function failedTarget (
  crash: CrashDocument, { code, value }: ExceptionRecord,
): { subject: string, claim: string, value: string, path: string } | undefined {
  const words = CODES[code ?? '']
  if (words === undefined) return undefined
  const fields = nodeOf(crash, value)?.properties ?? []
  const field = (name: string): Value | undefined => fields.find(property => property.name === name && !property.symbol)?.value
  const path = field('path') ?? field('hostname') ?? field('address')
  if (typeof path !== 'string') return undefined
  const port = field('port')
  const target = typeof port === 'number' && field('path') === undefined ? `${path}:${port}` : path
  const syscall = field('syscall')
  const subject = typeof syscall === 'string' ? `the target of ${syscall}` : 'the target'
  return { subject, claim: `is '${target}', ${words}`, value: `'${target}'`, path }
}
