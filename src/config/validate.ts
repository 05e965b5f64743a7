import * as v from 'valibot'
import { closestName } from './closest-name'
import { DEFAULT_CONFIG, defaultConfig, defaultOrigins, type Config } from './config'
import { environmentName } from './environment'
import type { CheckedConfig, ConfigLayer } from './load-config'
import { OPTIONS, configSchema, type OptionMetadata } from './options'
import { readVariable } from './read-variable'

type Key = keyof Config
const KEYS = Object.keys(OPTIONS) as Key[]

// Fails to compile when the types in config.ts and the schema differ.
type Output = v.InferOutput<typeof configSchema>
const SAME_TYPES: [Output, Config] extends [Config, Output] ? true : never = true
void SAME_TYPES

interface Rejection { key: Key, name: string, where: string, found: string }

/**
 * The real {@link ConfigValidator}. A problem's line reads `faultsnap.config.json: maxDepth: expected a whole number from 1 to
 * 1000000000, got "deep". Using 5.`: the place, the key as it was written, what was expected, what came, and what holds now.
 */
export function checkLayers (layers: ConfigLayer[]): CheckedConfig {
  const config = defaultConfig()
  const origins = defaultOrigins()
  const messages: (string | Rejection)[] = []
  for (const layer of layers) {
    for (const [name, value] of entriesOf(layer, messages)) {
      const key = layer.origin === 'environment' ? KEYS.find(option => environmentName(option) === name)
        : KEYS.find(option => option === name)
      const where = layer.where === '' ? '' : `${layer.where}: `
      if (key === undefined) {
        if (name !== '$schema') messages.push(unknownName(layer, where, name))
        continue
      }
      // An option that is spelt out as undefined, as `{ quiet: flags.quiet }` gives it, is not set.
      if (value === undefined) continue
      const accepts = (candidate: unknown) => v.safeParse(OPTIONS[key], candidate).success
      const read = layer.origin === 'environment' ? readVariable(String(value), metadataOf(key), accepts) : value
      const checked = v.safeParse(OPTIONS[key], read)
      if (checked.success) {
        Object.assign(config, { [key]: checked.output })
        origins[key] = layer.origin
      } else {
        messages.push({ key, name, where, found: foundIn(read, checked.issues) })
      }
    }
  }
  // Only now is known which value holds instead.
  return { config, origins, problems: messages.map(message => typeof message === 'string' ? message : rejected(message, config)) }
}

function entriesOf (layer: ConfigLayer, messages: (string | Rejection)[]): [string, unknown][] {
  try {
    if (typeof layer.values === 'object' && layer.values !== null
      && !Array.isArray(layer.values)) return Object.entries(layer.values)
  } catch {
    // A getter of the program's object threw: it cannot be read, as below.
  }
  messages.push(`${layer.where}: expected an object with options, got something else. It is ignored.`)
  return []
}

function unknownName (layer: ConfigLayer, where: string, name: string): string {
  const known = layer.origin === 'environment' ? KEYS.map(environmentName) : KEYS
  const closest = closestName(name, known)
  // Not the value: under an unknown name it may be anything, a secret too.
  const kind = layer.origin === 'environment' ? 'environment variable' : 'option'
  const hint = closest === undefined ? '.' : `, did you mean "${closest}"?`
  return `${where}unknown ${kind} ${show(name)}${hint} It is ignored.`
}

function rejected ({ key, name, where, found }: Rejection, config: Config): string {
  const isDefault = JSON.stringify(config[key]) === JSON.stringify(DEFAULT_CONFIG[key])
  return `${where}${name}: expected ${metadataOf(key).expected}, got ${found}. Using ${isDefault ? 'the default ' : ''}${show(
    config[key])}.`
}

function metadataOf (key: Key): OptionMetadata {
  return v.getMetadata(OPTIONS[key].wrapped as v.GenericSchema) as unknown as OptionMetadata
}

/** What came: the wrong item where a list has one, for lists may be long. */
function foundIn (value: unknown, issues: readonly v.BaseIssue<unknown>[] | undefined): string {
  const path = issues?.[0]?.path
  return path?.length === 1 ? `${show(path[0]!.value)} in it` : show(value)
}

/** At most 80 characters on one line. */
function show (value: unknown): string {
  let json: string | undefined
  try {
    json = typeof value === 'number' ? String(value) : JSON.stringify(value)
  } catch {
    // A cycle, or a bigint.
  }
  json ??= `something of type ${typeof value}`
  return json.length > 80 ? `${json.slice(0, 79)}…` : json
}
