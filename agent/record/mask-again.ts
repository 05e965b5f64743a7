import type { ExceptionRecord, PropertyRecord, Value } from '../../src/model'
import type { Masker } from '../../src/mask/masker'
import type { Snapshot } from '../snapshot/snapshot'

/**
 * Masks a whole snapshot once more before it leaves memory. A string that was walked before the variable that names it a secret
 * (`new Error('no such token ' + token)`) is only now known to hold one.
 */
export function maskAgain (snapshot: Snapshot): void {
  const { masker } = snapshot
  maskException(snapshot.exception, masker)
  for (const frame of snapshot.frames) {
    if (frame.this !== undefined) frame.this = maskValue(frame.this, masker)
    for (const scope of frame.scopes) maskProperties(scope.variables, masker)
  }
  for (const node of snapshot.nodes) {
    node.className = masker.maskText(node.className)
    if (node.value !== undefined) node.value = maskValue(node.value, masker)
    if (node.elements !== undefined) maskValues(node.elements, masker)
    if (node.entries !== undefined) for (const entry of node.entries) maskValues(entry, masker)
    maskProperties(node.properties, masker)
    maskProperties(node.privates, masker)
    maskProperties(node.internals, masker)
  }
}

function maskException (exception: ExceptionRecord, masker: Masker): void {
  exception.type = masker.maskText(exception.type)
  exception.message = masker.maskText(exception.message)
  exception.stack = masker.maskText(exception.stack)
  exception.value = maskValue(exception.value, masker)
  if (exception.cause !== undefined) maskException(exception.cause, masker)
  if (exception.errors !== undefined) for (const error of exception.errors) maskException(error, masker)
}

function maskProperties (properties: PropertyRecord[] | undefined, masker: Masker): void {
  if (properties === undefined) return
  for (const property of properties) {
    property.name = masker.maskText(property.name)
    property.value = maskValue(property.value, masker)
  }
}

function maskValues (values: Value[], masker: Masker): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    if (typeof value === 'string' || (typeof value === 'object' && value !== null)) values[index] = maskValue(value, masker)
  }
}

function maskValue (value: Value, masker: Masker): Value {
  if (typeof value === 'string') return masker.maskText(value)
  if (typeof value !== 'object' || value === null || !('value' in value) || typeof value.value !== 'string') return value
  const text = masker.maskText(value.value)
  return text === value.value ? value : { ...value, value: text } as Value
}
