import { types } from 'node:util'
import { boundNames, isStatement, type BoundNames } from '../../src/mask/placeholders'
import { isCommandWord, mayHavePassword, passwordsOfCommand } from '../../src/mask/redis-secrets'
import { SafeMap, SafeSet, arrayIsArray, ownKeys } from '../primordials'
import { dataOf } from './data-value'
import type { GraphWalk } from './graph-walk'
import { isHugeText } from './huge-values'

/** What holds the values of a statement, however many they are; another list does if it has as many as there are placeholders. */
const VALUES: SafeSet<string> = new SafeSet(['bindings', 'values', 'params', 'parameters', 'args', 'replacements', 'bind'])
/** Lists beside which other lists have their meaning: a command's arguments, the pieces of a template, columns of rows. */
const LISTS: SafeSet<string> = new SafeSet(['args', 'strings', 'columns', 'fields', 'headers', 'header', 'columnNames'])
const ROWS = ['rows', 'values', 'data', 'records'] as const

/** What a key may have in front of a placeholder's name. */
const SIGNS = ['', ':', '$', '@'] as const

const MIN_STATEMENT_CHARS = 14
const MAX_KEYS = 100
const MAX_ROWS = 1_000

/** Names of what has none of its own: of a list's elements by what the list belongs to, of an object's properties by a statement. */
export class BoundValues {
  private readonly known: SafeMap<object, SafeMap<string, string>> = new SafeMap()
  private isEmpty = true

  /** By index or key; undefined if nothing is known of the object. */
  of (object: object): SafeMap<string, string> | undefined {
    return this.isEmpty ? undefined : this.known.get(object)
  }

  add (walk: GraphWalk, object: object, key: string, name: string): void {
    this.isEmpty = false
    let names = this.known.get(object)
    if (names === undefined) this.known.set(object, names = new SafeMap())
    if (names.has(key)) return
    names.set(key, name)
    maskWalked(walk, object, key, name)
  }
}

/** The list may have been walked before, from another place. */
function maskWalked (walk: GraphWalk, object: object, key: string, name: string): void {
  const node = walk.nodeOf(object)
  if (node === undefined) return
  const value = dataOf(object, key)
  if (node.elements !== undefined && +key < node.elements.length) node.elements[+key] = walk.named(name, value)
  const { properties } = node
  for (let index = 0; properties !== undefined && index < properties.length; index++) {
    if (properties[index]!.name === key) properties[index]!.value = walk.named(name, value)
  }
}

/** Takes note of a property or variable of `holder` by which the values beside it are known: a statement with placeholders is one. */
export function noteBeside (walk: GraphWalk, holder: object, name: string, value: unknown): void {
  if (typeof value === 'string') {
    if (value.length >= MIN_STATEMENT_CHARS && !isHugeText(value) && isStatement(value)) bindBeside(walk, holder, value)
  } else if (typeof value === 'object' && value !== null && LISTS.has(name) && isList(value)) {
    if (name === 'args') bindCommand(walk, holder, value)
    else if (name === 'strings') bindTemplate(walk, holder, value)
    else bindColumns(walk, holder, value)
  }
}

/** `['UPDATE users SET password = ?', ['x']]`, as arguments of a call are listed, and rows below a row of names. */
export function noteList (walk: GraphWalk, list: readonly unknown[]): void {
  const first = dataOf(list, 0)
  if (typeof first === 'string') {
    if (list.length <= 4 && first.length >= MIN_STATEMENT_CHARS && !isHugeText(first) && isStatement(first)) bindBeside(walk, list, first)
    else if (list.length <= 20 && first.length <= 7 && isCommandWord(first)) {
      bindArguments(walk, first, list, 1)
    }
  } else if (isList(first)) {
    const names = namesIn(walk, first)
    if (names !== undefined) bindTable(walk, names, list, 1)
  }
}

function bindBeside (walk: GraphWalk, holder: object, statement: string): void {
  const bound = boundNames(statement, name => walk.masker.isSecretName(name))
  if (bound === undefined) return
  const keys = ownKeys(holder)
  for (let index = 0; index < keys.length && index < MAX_KEYS; index++) {
    const key = keys[index]!
    if (key === 'stack') continue
    const value = dataOf(holder, key)
    if (isList(value)) bindList(walk, bound, value, VALUES.has(key as string))
    else if (bound.names.length > 0 && typeof value === 'object' && value !== null && !types.isProxy(value)) bindNamed(walk, bound, value)
  }
}

function bindList (walk: GraphWalk, bound: BoundNames, list: readonly unknown[], isNamed: boolean): void {
  if (isNamed || list.length === bound.count) {
    for (let index = 0; index < bound.places.length; index++) {
      const { place, name } = bound.places[index]!
      if (place < list.length) walk.bound.add(walk, list, `${place}`, name)
    }
    for (let index = 0; index < bound.rows.length; index++) {
      const rows = dataOf(list, bound.rows[index]!.place)
      if (isList(rows)) bindTable(walk, bound.rows[index]!.columns, rows, 0)
    }
  }
  // Of a batch.
  if (!isList(dataOf(list, 0)) || bound.places.length === 0) return
  for (let index = 0; index < list.length && index < MAX_ROWS; index++) {
    const row = dataOf(list, index)
    if (isList(row) && row.length === bound.count) bindList(walk, bound, row, false)
  }
}

function bindNamed (walk: GraphWalk, bound: BoundNames, values: object): void {
  for (let index = 0; index < bound.names.length; index++) {
    const { key, name } = bound.names[index]!
    for (let sign = 0; sign < SIGNS.length; sign++) {
      const property = SIGNS[sign]! + key
      if (dataOf(values, property) !== undefined) walk.bound.add(walk, values, property, name)
    }
  }
}

/** `{ name: 'auth', args: ['x'] }` */
function bindCommand (walk: GraphWalk, holder: object, list: readonly unknown[]): void {
  const name = dataOf(holder, 'name')
  const command = typeof name === 'string' ? name : dataOf(holder, 'command')
  if (typeof command === 'string' && mayHavePassword(command)) bindArguments(walk, command, list, 0)
}

function bindArguments (walk: GraphWalk, command: string, list: readonly unknown[], from: number): void {
  const words: string[] = []
  for (let index = from; index < list.length && index < MAX_KEYS; index++) {
    const word = dataOf(list, index)
    words[index - from] = typeof word === 'string' ? word : ''
  }
  const places = passwordsOfCommand(command, words)
  for (let index = 0; index < places.length; index++) {
    if (places[index]! + from < list.length) walk.bound.add(walk, list, `${places[index]! + from}`, 'password')
  }
}

/** `{ strings: ['SELECT 1 WHERE token = ', ''], values: ['x'] }` */
function bindTemplate (walk: GraphWalk, holder: object, strings: readonly unknown[]): void {
  let statement = ''
  for (let index = 0; index < strings.length && index < MAX_KEYS; index++) {
    const text = dataOf(strings, index)
    if (typeof text !== 'string') return
    statement += `${index > 0 ? ' ? ' : ''}${text}`
  }
  if (isStatement(statement)) bindBeside(walk, holder, statement)
}

/** `{ columns: ['id', 'password'], rows: [[1, 'x']] }`, or one row alone. */
function bindColumns (walk: GraphWalk, holder: object, columns: readonly unknown[]): void {
  const names = namesIn(walk, columns)
  if (names === undefined) return
  for (let index = 0; index < ROWS.length; index++) {
    const rows = dataOf(holder, ROWS[index]!)
    if (!isList(rows) || rows === columns) continue
    if (isList(dataOf(rows, 0))) bindTable(walk, names, rows, 0)
    else if (rows.length === names.length) bindRow(walk, names, rows)
  }
}

/** The texts of a row of names, if one is a secret's and one is none: a list of words in several languages has secrets' names only. */
function namesIn (walk: GraphWalk, list: readonly unknown[]): string[] | undefined {
  if (list.length < 2 || list.length > MAX_KEYS) return undefined
  const names: string[] = []
  let secrets = 0
  for (let index = 0; index < list.length; index++) {
    let name = dataOf(list, index)
    if (typeof name === 'object' && name !== null && !types.isProxy(name)) name = dataOf(name, 'name')
    if (typeof name !== 'string' || name.length > 60) return undefined
    names[index] = name
    if (walk.masker.isSecretName(name)) secrets++
  }
  return secrets > 0 && secrets < list.length ? names : undefined
}

function bindTable (walk: GraphWalk, names: readonly string[], rows: readonly unknown[], from: number): void {
  for (let column = 0; column < names.length; column++) {
    // `[['token', 'x'], ['user', 'y']]` are pairs.
    if (!walk.masker.isSecretName(names[column]!) || (column === 0 && names.length === 2 && from > 0)) continue
    if (from > 0 && !hasSecrets(rows, names.length, column, from)) continue
    for (let index = from; index < rows.length && index < MAX_ROWS; index++) {
      const row = dataOf(rows, index)
      if (isList(row) && row.length === names.length) walk.bound.add(walk, row, `${column}`, names[column]!)
    }
  }
}

/** Whether a column has more than words of letters: `[['user', 'password'], ['Benutzer', 'Passwort']]` are captions. */
function hasSecrets (rows: readonly unknown[], length: number, column: number, from: number): boolean {
  for (let index = from; index < rows.length && index < MAX_KEYS; index++) {
    const row = dataOf(rows, index)
    if (!isList(row) || row.length !== length) continue
    const value = dataOf(row, column)
    if (typeof value === 'string' ? !WORDS.test(value) : typeof value === 'number') return true
  }
  return false
}
const WORDS = /^[A-Za-z_$. -]*$/

function bindRow (walk: GraphWalk, names: readonly string[], row: readonly unknown[]): void {
  for (let column = 0; column < names.length; column++) {
    if (walk.masker.isSecretName(names[column]!)) walk.bound.add(walk, row, `${column}`, names[column]!)
  }
}

/** To ask a revoked proxy whether it is an array throws. */
const isList = (value: unknown): value is readonly unknown[] => !types.isProxy(value) && arrayIsArray(value)
