import type { Config } from '../src/config/config'
import { environmentName } from '../src/config/environment'
import { loadConfig } from '../src/config/load-config'
import { checkLayers } from '../src/config/validate'
import { findRepository } from '../src/repository/find-repository'
import type { Io } from './io'

/** `config --json`: a contract. `origin` is `default`, the path of the file, the name of the variable, or `--repo`. */
export interface ConfigShape {
  /** The configuration file that holds here, absolute, readable or not. */
  file?: string
  values: Record<string, { value: unknown, origin: string }>
  /** One line for each wrong value and unknown name. Values of unknown names are not in them. */
  problems: string[]
}

/** The options that hold in `io.cwd` with `io.env`, each with where it comes from. */
export function effectiveConfig (io: Pick<Io, 'cwd' | 'env'>, repo?: string): ConfigShape & { config: Config } {
  const { config, origins, problems, file } = loadConfig({ cwd: io.cwd, env: io.env, validator: () => checkLayers })
  if (repo !== undefined) config.repositoryDir = findRepository(io.cwd, repo)!
  const values: ConfigShape['values'] = {}
  for (const name of Object.keys(config) as (keyof Config)[]) {
    const origin = origins[name] === 'file' ? file! : origins[name] === 'environment' ? environmentName(name) : origins[name]
    values[name] = { value: config[name], origin: name === 'repositoryDir' && repo !== undefined ? '--repo' : origin }
  }
  return { ...(file !== undefined && { file }), values, problems, config }
}
