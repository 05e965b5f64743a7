import type { Masker } from '../../src/mask/masker'
import { isKeyMember } from '../../src/mask/json-keys'
import { isSaidSecret } from '../../src/mask/said-names'
import { mapGet } from '../primordials'
import { dataValue } from './data-value'

/** Say what a value is of, in the lists that environments, forms and clouds give: `{ name: 'DB_PASSWORD', value }`. */
const NAMES = ['name', 'key', 'Name', 'Key'] as const
/** Say it less often: of a parser's token, a form's field. */
const KINDS = ['id', 'field', 'label', 'type', 'name', 'key'] as const

/** By which name a property is judged: most by their own, the `value` of a pair by what stands beside it. */
export function nameBeside (object: object, name: string, value: unknown, masker: Masker): string {
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

/** The same for an entry of a Map: of a JSON Web Key that was read into one. */
export function nameInMap (map: Map<unknown, unknown>, key: string): string {
  return key.length < 5 && isKeyMember(key, other => mapGet(map, other)) ? 'privateKey' : key
}
