import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { defaultConfig, defaultOrigins, type Config, type ConfigOrigin } from './config'
import { optionVariables } from './environment'
import { findConfig, type FoundConfig } from './find-config'

/** Values of one origin, unchecked. `where` names the place to people: a file's path, or empty where names say it all. */
export interface ConfigLayer {
  origin: Exclude<ConfigOrigin, 'default'>
  where: string
  /** By option name; for the environment, texts by variable name. */
  values: Record<string, unknown>
}

/** `problems`: one line for each wrong value and unknown key, in the order of the layers. */
export interface CheckedConfig {
  config: Config
  origins: Record<keyof Config, ConfigOrigin>
  problems: string[]
}

/** Checks layers, weakest first, and lays them over the defaults. Never throws. The real one is `checkLayers` of validate.ts. */
export type ConfigValidator = (layers: ConfigLayer[]) => CheckedConfig

export interface LoadConfigInput {
  /** The working directory, absolute. */
  cwd: string
  env: Record<string, string | undefined>
  /** What the program gave to `configure()`. */
  overrides?: Partial<Config>
  /** Gives the validator. Called only when there is something to check, so that most processes never load its library. */
  validator: () => ConfigValidator
}

/**
 * `file`: the configuration file that was read or should have been, absolute. `config.repositoryDir` is absolute, and so is
 * `config.fallbackDirectory` unless it is empty.
 */
export interface LoadedConfig extends CheckedConfig { file?: string }

/**
 * The configuration of this process: code (`configure`) over environment over file over default. Never throws: a wrong value, an
 * unknown key or an unreadable file is one line in `problems`, and the value that would hold without it is used.
 *
 * A relative `repositoryDir` of a file is relative to the file's folder, one of the environment or the code to `cwd`. The default
 * one lies beside a file that was found, so that all of a project's processes share it, and in `cwd` otherwise.
 */
export function loadConfig (input: LoadConfigInput): LoadedConfig {
  const problems: string[] = []
  const found = findConfig(input.cwd, input.env)
  const layers: ConfigLayer[] = []
  const fileValues = found && readConfigFile(found, problems)
  if (found && fileValues) layers.push({ origin: 'file', where: found.file, values: fileValues })
  const variables = optionVariables(input.env)
  if (Object.keys(variables).length > 0) layers.push({ origin: 'environment', where: '', values: variables })
  if (input.overrides !== undefined) layers.push({ origin: 'code', where: 'configure()', values: input.overrides as Record<string,
    unknown> })

  const checked = layers.length > 0
    ? input.validator()(layers)
    : { config: defaultConfig(), origins: defaultOrigins(), problems: [] }
  const { repositoryDir, fallbackDirectory } = checked.config
  const from = (option: 'repositoryDir' | 'fallbackDirectory'): string => repositoryBase(input.cwd, checked.origins[option], found)
  return {
    config: {
      ...checked.config,
      repositoryDir: resolve(from('repositoryDir'), repositoryDir),
      fallbackDirectory: fallbackDirectory === '' ? '' : resolve(from('fallbackDirectory'), fallbackDirectory),
    },
    origins: checked.origins,
    problems: [...problems, ...checked.problems],
    ...(found && { file: found.file }),
  }
}

/** Real configurations have a few hundred bytes. A file of this size is something else, and would be parsed in every process. */
const MAX_CONFIG_BYTES = 1024 * 1024

function readConfigFile (found: FoundConfig, problems: string[]): Record<string, unknown> | undefined {
  const by = found.isNamed ? ' (named by FAULTSNAP_CONFIG)' : ''
  const ignored = 'The file is ignored.'
  let text: string
  try {
    text = readFileSync(found.file, 'utf8')
  } catch (error) {
    problems.push(`${found.file}${by}: expected a readable file, got ${(
      error as NodeJS.ErrnoException).code ?? 'an error'}. ${ignored}`)
    return undefined
  }
  if (text.length > MAX_CONFIG_BYTES) {
    problems.push(`${found.file}${by}: expected at most ${MAX_CONFIG_BYTES} bytes, got ${text.length}. ${ignored}`)
    return undefined
  }
  let values: unknown
  try {
    values = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    // V8 quotes the text around the mistake, line breaks included.
    problems.push(`${found.file}${by}: expected JSON, got an error: ${(error as Error).message.replace(/\s+/g, ' ')}. ${ignored}`)
    return undefined
  }
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) return values as Record<string, unknown>
  const kind = values === null ? 'null' : Array.isArray(values) ? 'a list' : `a ${typeof values}`
  problems.push(`${found.file}${by}: expected a JSON object with options, got ${kind}. ${ignored}`)
  return undefined
}

function repositoryBase (cwd: string, origin: ConfigOrigin, found: FoundConfig | undefined): string {
  if (!found || origin === 'environment' || origin === 'code') return cwd
  // A file that FAULTSNAP_CONFIG names may lie in /etc: it moves the repository only if it says so.
  return origin === 'file' || !found.isNamed ? dirname(found.file) : cwd
}
