import { isMissing, type CrashDocument, type ExceptionRecord, type GraphNode, type Value } from '../model'
import { nodeOf } from '../values/node-of'
import { evaluate, propertyOf } from './evaluate'
import { shown, subjectOf, type Finding } from './finding'
import type { Place } from './place'
import { argumentsOf, callAt, calledName } from './sites'

interface Issue { path: (string | number)[], message: string, more: number }

const VALIDATES = /^(?:parse|validate|attempt|assert|cast|check)(?:Async|Sync)?$/

/** What a validation library says of the first field that it refused, and what the program gave it there. */
export function validationError (place: Place, exception: ExceptionRecord): Finding | undefined {
  const issue = issueOf(place.crash, exception)
  if (issue === undefined) return undefined
  const call = callAt(place)
  const input = call !== undefined && VALIDATES.test(calledName(call) ?? '') ? argumentsOf(call)[0] : undefined
  let value = input && input.type !== 'SpreadElement' ? evaluate(place, input)?.value : undefined
  for (const key of issue.path) value = value === undefined ? undefined : propertyOf(place.crash, value, String(key))
  const isKnown = value !== undefined && !isMissing(value)
  if (!isKnown) return { place, subject: subjectOfIssue(issue), claim: claimOf(issue), value: 'invalid' }
  const name = subjectOf(place, input!)
  const subject = name.startsWith('`') ? pathText(issue.path) || 'the input' : pathText(issue.path, name)
  return { place, subject, claim: `is ${shown(place, value!)}: ${claimOf(issue)}`, value: shown(place, value!) }
}

/** The same by the error alone. */
export function validationAlone (crash: CrashDocument, exception: ExceptionRecord): { subject: string, claim: string, value: string } | undefined {
  const issue = issueOf(crash, exception)
  return issue && { subject: subjectOfIssue(issue), claim: claimOf(issue), value: 'invalid' }
}

const subjectOfIssue = ({ path }: Issue): string => `${pathText(path) || 'the input'}:`

const claimOf = ({ message, more }: Issue): string => message + (more > 0 ? ` (and ${more} more)` : '')

function pathText (path: readonly (string | number)[], root = ''): string {
  return path.reduce<string>((text, key) => {
    if (/^\d+$/.test(String(key))) return `${text}[${key}]`
    if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(String(key))) return `${text}[${JSON.stringify(key)}]`
    return text === '' ? String(key) : `${text}.${key}`
  }, root)
}

/**
 * Zod and valibot have `issues`, Joi `details`, each with a `path` of keys; AJV a list of errors with an `instancePath`, which Fastify calls
 * `validation`; yup a `path` and messages, or more errors in `inner`. Anything else that has such names is none of them.
 */
function issueOf (crash: CrashDocument, exception: ExceptionRecord): Issue | undefined {
  const { value, message } = exception
  const list = (name: string): readonly Value[] | undefined => arrayOf(crash, field(crash, value, name))?.elements
  for (const name of ['issues', 'details', 'validation', 'errors', 'inner']) {
    const found = list(name)
    if (found === undefined || found.length === 0) continue
    const issue = issueIn(crash, found[0]!, found.length - 1, name === 'inner')
    if (issue !== undefined) return issue
  }
  const path = field(crash, value, 'path')
  const first = list('errors')?.[0]
  if (typeof path === 'string' && exception.type === 'ValidationError' && first === message) return said(dotted(path), message, 0)
  return exception.type === 'ZodError' ? inMessage(message) : undefined
}

function issueIn (crash: CrashDocument, entry: Value, more: number, isYup: boolean): Issue | undefined {
  const message = field(crash, entry, 'message')
  const path = field(crash, entry, 'path')
  const pointer = field(crash, entry, 'instancePath')
  if (typeof message !== 'string' || message === '') return undefined
  if (typeof pointer === 'string' && /^(?:\/|$)/.test(pointer) && typeof field(crash, entry, 'keyword') === 'string') {
    return said(pointer.split('/').slice(1).map(key => key.replace(/~1/g, '/').replace(/~0/g, '~')), message, more)
  }
  if (isYup && typeof path === 'string') return said(dotted(path), message, more)
  const keys = arrayOf(crash, path)
  if (keys === undefined || keys.cut !== undefined) return undefined
  const isPath = (keys.elements ?? []).every(key => typeof key === 'string' || typeof key === 'number')
  return isPath ? said((keys.elements ?? []) as (string | number)[], message, more) : undefined
}

/** Zod's message is its issues as JSON: enough if the error's own properties were not recorded. */
function inMessage (message: string): Issue | undefined {
  try {
    const issues = JSON.parse(message) as { path?: unknown, message?: unknown }[]
    const [first] = issues
    const isPath = Array.isArray(first?.path) && first.path.every(key => typeof key === 'string' || typeof key === 'number')
    return isPath && typeof first!.message === 'string' ? said(first!.path as string[], first!.message, issues.length - 1) : undefined
  } catch {
    return undefined
  }
}

/** Joi and yup begin their messages with the path. */
function said (path: (string | number)[], message: string, more: number): Issue {
  const names = [`"${pathText(path)}" `, `${pathText(path)} `]
  const name = path.length === 0 ? undefined : names.find(each => message.startsWith(each))
  return { path, message: name === undefined ? message : message.slice(name.length), more }
}

const dotted = (path: string): string[] => path.split(/[.[\]"]+/).filter(key => key !== '')

function arrayOf (crash: CrashDocument, value: Value | undefined): GraphNode | undefined {
  const node = value === undefined ? undefined : nodeOf(crash, value)
  return node?.subtype === 'array' ? node : undefined
}

const field = (crash: CrashDocument, object: Value | undefined, name: string): Value | undefined =>
  object === undefined ? undefined : nodeOf(crash, object)?.properties?.find(property => property.name === name && !property.symbol)?.value
