import { types } from 'node:util'
import type { Masker } from '../../src/mask/masker'
import { isKeyMember } from '../../src/mask/json-keys'
import { isSaidSecret } from '../../src/mask/said-names'
import { SafeMap, arrayIsArray, mapGet, regExpExec } from '../primordials'
import { dataValue } from './data-value'

/** Say what a value is of, in the lists that environments, forms and clouds give: `{ name: 'DB_PASSWORD', value }`. */
const NAMES = ['name', 'key', 'Name', 'Key'] as const
/** Say it less often: of a parser's token, a form's field. */
const KINDS = ['id', 'field', 'label', 'type', 'name', 'key'] as const

/** Say where the value is, in errors of validation, patches and differences: `{ path: ['user', 'password'], received: 'x' }`. */
const PLACES = [
  'path', 'field', 'property', 'param', 'instancePath', 'dataPath', 'pointer', 'loc', 'fieldName', 'propertyName', 'propertyPath', 'attribute', 'column',
] as const
/** What stands under them. `any`: under a mere `name` or `key`, too, but then what is no word only. */
const PLACED: SafeMap<string, 'any' | 'text'> = new SafeMap([
  ...['value', 'Value', 'val', 'currentValue', 'oldValue', 'newValue', 'previousValue', 'originalValue', 'rejectedValue', 'attemptedValue', 'actualValue',
    'inputValue', 'initialValue', 'defaultValue', 'lastValue', 'lhs', 'rhs'].map(name => [name, 'any'] as [string, 'any']),
  ...['data', 'received', 'from', 'to', 'previous', 'actual', 'input', 'current', 'old', 'new', 'before', 'after', 'got']
    .map(name => [name, 'text'] as [string, 'text']),
])

/** The last part of a place, before indexes: of `user.password`, `/password`, `$.tokens[0]`, `body[password]`. */
const LAST_PART = /([\w$@-]{1,80})["'\])]{0,3}(?:[.[/]\d{1,6}\]?)*$/

/** Types that a validator says it has got. */
const TYPES = /^(?:integer|float|nan|date|promise|map|set|regex|file|nonoptional|unrecognized)$/i

/** By which name a property is judged: most by their own, the `value` of a pair by what stands beside it. */
export function nameBeside (object: object, name: string, value: unknown, masker: Masker): string {
  const placed = PLACED.get(name)
  if (placed !== undefined) {
    const place = placeBeside(object, name, value, placed, masker)
    if (place !== undefined) return place
  }
  switch (name) {
    case 'value': case 'Value': case 'val': case 'content': case 'text': break
    // Of Kubernetes.
    case 'data': case 'stringData': return typeof value === 'object' && dataValue(object, 'kind') === 'Secret' ? 'secrets' : name
    default: return name.length < 5 && isKeyMember(name, other => dataValue(object, other)) ? 'privateKey' : name
  }
  if (name[0] === 'v' || name === 'Value') {
    for (let index = 0; index < NAMES.length; index++) {
      const beside = dataValue(object, NAMES[index]!)
      if (typeof beside === 'string') return beside.length <= 100 ? beside : name
    }
  }
  if (typeof value !== 'string' || value.length > 1_000) return name
  for (let index = 0; index < KINDS.length; index++) {
    const beside = dataValue(object, KINDS[index]!)
    if (typeof beside === 'string' && beside.length <= 100 && masker.isSecretName(beside) && isSaidSecret(beside, value)) return beside
  }
  return name
}

/** The secret's name that a place beside the value ends with. */
function placeBeside (object: object, name: string, value: unknown, placed: 'any' | 'text', masker: Masker): string | undefined {
  const isPrimitive = typeof value === 'string' || typeof value === 'number'
  if (!isPrimitive && (typeof value !== 'object' || value === null)) return undefined
  if (typeof value === 'string' && placed === 'text' && (value[0] === '/' || regExpExec(TYPES, value) !== null)) return undefined
  for (let index = 0; index < PLACES.length; index++) {
    const key = PLACES[index]!
    const place = dataValue(object, key)
    const last = typeof place === 'string' ? lastOfText(object, key, place, placed) : lastOfList(place)
    if (last === undefined || !masker.isSecretName(last)) continue
    // Under `data` and `input` a whole object is found by its own names.
    if (isPrimitive || placed === 'any' || key === 'instancePath' || key === 'dataPath') return last
  }
  if (!isPrimitive || name === 'value' || name === 'Value' || name === 'val') return undefined
  for (let index = 0; index < 2; index++) {
    const beside = dataValue(object, NAMES[index]!)
    if (typeof beside !== 'string' || beside.length > 100 || !masker.isSecretName(beside)) continue
    if (placed === 'any' || (typeof value === 'string' && isSaidSecret(beside, value))) return beside
  }
  return undefined
}

/** A request and a cookie have a path, too, which says nothing of their data. */
function lastOfText (object: object, key: string, place: string, placed: 'any' | 'text'): string | undefined {
  if (place.length > 300) return undefined
  if (key === 'path' && place[0] === '/' && typeof dataValue(object, 'op') !== 'string' && (placed === 'text' || typeof dataValue(object, 'name') === 'string')) return undefined
  return regExpExec(LAST_PART, place)?.[1]
}

/** Valibot's parts are objects with a key. */
function lastOfList (place: unknown): string | undefined {
  if (types.isProxy(place) || !arrayIsArray(place)) return undefined
  for (let index = place.length - 1; index >= 0 && index > place.length - 4; index--) {
    let part = dataValue(place, index)
    if (typeof part === 'object' && part !== null && !types.isProxy(part)) part = dataValue(part, 'key')
    if (typeof part === 'string') return part.length <= 100 ? part : undefined
    if (typeof part !== 'number') return undefined
  }
  return undefined
}

/** The same for an entry of a Map: of a JSON Web Key that was read into one. */
export function nameInMap (map: Map<unknown, unknown>, key: string): string {
  return key.length < 5 && isKeyMember(key, other => mapGet(map, other)) ? 'privateKey' : key
}
