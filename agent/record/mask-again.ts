import type { ExceptionRecord, PropertyRecord, Value } from '../../src/model'
import type { Masker } from '../../src/mask/masker'
import type { Snapshot } from '../snapshot/snapshot'
import { maskBytes } from './mask-bytes'

/** What one text gave away may stand in another that was looked at before. */
const MAX_ROUNDS = 3

/**
 * Masks a whole snapshot once more before it leaves memory. A string that was walked before the variable that names it a secret
 * (`new Error('no such token ' + token)`) is only now known to hold one; encoded copies and parts are looked for only here.
 */
export function maskAgain (snapshot: Snapshot): void {
  const { masker } = snapshot
  for (let round = 0, known = -1; round < MAX_ROUNDS && known !== masker.taints.length; round++) {
    known = masker.taints.length
    maskOnce(snapshot)
  }
}

function maskOnce (snapshot: Snapshot): void {
  const { masker, missing } = snapshot
  maskException(snapshot.exception, masker)
  if (snapshot.later !== undefined) maskException(snapshot.later, masker)
  for (const frame of snapshot.frames) {
    frame.functionName = masker.maskText(frame.functionName)
    if (frame.this !== undefined) frame.this = maskValue(frame.this, masker)
    for (const scope of frame.scopes) {
      if (scope.name !== undefined) scope.name = masker.maskText(scope.name)
      maskProperties(scope.variables, masker)
    }
  }
  for (const node of snapshot.nodes) {
    node.className = masker.maskText(node.className)
    if (node.prototypes !== undefined) node.prototypes = node.prototypes.map(name => name === null ? null : masker.maskText(name))
    if (node.value !== undefined) node.value = maskValue(node.value, masker)
    if (node.elements !== undefined) maskValues(node.elements, masker)
    if (node.entries !== undefined) for (const entry of node.entries) maskValues(entry, masker)
    if (maskBytes(node, masker)) missing.masked = (missing.masked ?? 0) + 1
    maskProperties(node.properties, masker)
    maskProperties(node.privates, masker)
    maskProperties(node.internals, masker)
  }
}

function maskException (exception: ExceptionRecord, masker: Masker): void {
  maskNames(exception, masker)
  if (exception.atThrow !== undefined) maskNames(exception.atThrow, masker)
  exception.stack = masker.maskTail(exception.stack)
  exception.value = maskValue(exception.value, masker)
  if (exception.cause !== undefined) maskException(exception.cause, masker)
  if (exception.errors !== undefined) for (const error of exception.errors) maskException(error, masker)
}

function maskNames (named: Pick<ExceptionRecord, 'type' | 'message' | 'code'>, masker: Masker): void {
  named.type = masker.maskText(named.type)
  named.message = masker.maskTail(named.message)
  if (named.code !== undefined) named.code = masker.maskText(named.code)
}

/** Card numbers have more digits, numeric taints as many at least. */
const MIN_NUMBER = 10_000_000

function maskProperties (properties: PropertyRecord[] | undefined, masker: Masker): void {
  if (properties === undefined) return
  for (const property of properties) {
    property.name = maskName(property.name, masker)
    property.value = maskValue(property.value, masker)
  }
}

/** A name that was cut ends with `…`. */
function maskName (name: string, masker: Masker): string {
  return name.endsWith('…') ? `${masker.maskTail(name.slice(0, -1))}…` : masker.maskText(name)
}

function maskValues (values: Value[], masker: Masker): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    if (typeof value !== 'boolean' && value !== null) values[index] = maskValue(value, masker)
  }
}

function maskValue (value: Value, masker: Masker): Value {
  if (typeof value === 'string') return masker.maskText(value)
  if (typeof value === 'number') return value >= MIN_NUMBER && masker.maskText(String(value)) !== String(value) ? { missing: 'masked' } : value
  if (typeof value !== 'object' || value === null) return value
  if ('className' in value && value.className !== undefined) value = { ...value, className: masker.maskText(value.className) }
  if (!('value' in value) || typeof value.value !== 'string') return value
  const text = 'missing' in value ? masker.maskTail(value.value) : maskName(value.value, masker)
  return text === value.value ? value : { ...value, value: text } as Value
}
