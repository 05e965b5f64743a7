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
  [/^toString\(\) radix (?:argument )?must be/, /^toString$/, 'argument', ''],
  [/^Invalid count value: /, /^repeat$/, 'argument', ', no count'],
  [/^Invalid code point /, /^fromCodePoint$/, 'argument', ', no code point'],
  [/^The normalization form should be one of/, /^normalize$/, 'argument', ', no normalization form'],
  [/^Invalid string length$/, /^(?:repeat|padStart|padEnd)$/, 'argument', ', too long for a text'],
  [/^Invalid (?:typed array|array buffer|DataView) length|^Array buffer allocation failed/, /(?:Array|ArrayBuffer|DataView)$/, 'argument', ', no length'],
  [/^Invalid time value$/, /^(?:toISOString|toJSON|format\w*)$/, 'receiver', 'is an invalid date'],
  [/^Cannot convert [^]* to a BigInt$|cannot be converted to a BigInt because it is not an integer$/, /^BigInt$/, 'argument', ', no whole number'],
  [/^URI malformed$/, /^(?:en|de)codeURI(?:Component)?$/, 'argument', ', not well-formed for a URI'],
  [/^Invalid regular expression: /, /^(?:RegExp|match|matchAll|search)$/, 'argument', ', no regular expression'],
  [/^Digest method not supported$|^Invalid digest: /, /^(?:createHash|createHmac|hash)$/, 'argument', ', no known digest'],
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
  if (!/^ERR_/.test(code ?? '')) return undefined
  const call = callAt(place)
  const received = /Received ([^]*?)\.?$/.exec(message)?.[1]
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
  const claim = missing(name)
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
  ENOTEMPTY: 'which is not empty', EAI_AGAIN: 'a host that could not be looked up', ENAMETOOLONG: 'whose name is too long',
  EADDRNOTAVAIL: 'which this machine does not have', EROFS: 'which cannot be written',  EMFILE: 'while too many files were open',
}

/** libuv's errors name a path, a host or an address in fields of their own; the variable of the program that holds it is named too. */
function systemError (place: Place, exception: ExceptionRecord): Finding | undefined {
  const failed = failedTarget(place.crash, exception)
  if (failed === undefined) return undefined
  const { path, claim, value } = failed
  if (path === undefined) return undefined
  const holder = argumentsOf(callAt(place)).find(argument =>
    argument !== undefined && argument.type !== 'SpreadElement' && argument.type !== 'Literal' && evaluate(place, argument)?.value === path)
  if (holder !== undefined) return { place, node: holder, claim, value }
  const variable = frameVariables(place.frame).find(each => each.value === path && each.scope !== 'module')
  return { place, subject: variable?.name ?? failed.subject, claim, value }
}

/** What the error alone says: it often comes out of Node without any frame of the program. */
export function errorAlone (crash: CrashDocument, exception: ExceptionRecord): { subject: string, claim: string, value: string } | undefined {
  const { code, message, value } = exception
  if (code === 'ERR_INVALID_URL') {
    const input = fieldOf(crash, value, 'input')
    return typeof input === 'string' ? { subject: 'the address', claim: `is '${input}', no URL`, value: `'${input}'` } : undefined
  }
  const module = code === 'ERR_MODULE_NOT_FOUND' ? /^Cannot find (?:module|package) '([^']*)'/.exec(message)?.[1] : undefined
  return module === undefined ? failedTarget(crash, exception) : { subject: `module ${module}`, claim: missing(module), value: module }
}

const missing = (module: string): string => /^[./\\]|^[A-Za-z]:/.test(module) ? 'does not exist' : 'is not installed'

const fieldOf = (crash: CrashDocument, error: Value, name: string): Value | undefined =>
  nodeOf(crash, error)?.properties?.find(property => property.name === name && !property.symbol)?.value

function failedTarget (
  crash: CrashDocument, { code, value }: ExceptionRecord,
): { subject: string, claim: string, value: string, path?: string } | undefined {
  const words = CODES[code ?? '']
  if (words === undefined) return undefined
  const field = (name: string): Value | undefined => fieldOf(crash, value, name)
  const path = field('path') ?? field('hostname') ?? field('address')
  if (typeof path !== 'string') return undefined
  const port = field('port')
  const target = typeof port === 'number' && field('path') === undefined ? `${path}:${port}` : path
  const syscall = field('syscall')
  const call = typeof syscall === 'string' ? syscall.split(' ')[0]! : undefined
  const subject = call === undefined ? 'the target' : `the target of ${call}`
  const dest = field('dest')
  // Of two paths either may be meant; a program is also not found if its working directory is not.
  if (typeof dest === 'string') return { subject, claim: `is '${path}' and '${dest}', one of ${words.replace(/^part of /, '')}`, value: `'${path}'` }
  if (call === 'spawn') return { subject, claim: `is '${path}', which could not be started (${code})`, value: `'${path}'`, path }
  return { subject, claim: `is '${target}', ${words}`, value: `'${target}'`, path }
}
