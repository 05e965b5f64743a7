import { loadConfig, type LoadedConfig } from '../src/config/load-config'
import { checkLayers } from '../src/config/validate'
import { safeText } from '../src/terminal/safe-text'
import type { Io } from './io'

const loaded = new WeakMap<Io, LoadedConfig>()

/** The configuration that holds where a command runs. What is wrong with it is told once per command. */
export function readerConfig (io: Io): LoadedConfig {
  let config = loaded.get(io)
  if (config === undefined) {
    config = loadConfig({ cwd: io.cwd, env: io.env, validator: () => checkLayers })
    loaded.set(io, config)
    for (const problem of config.problems) io.tell(safeText(problem))
  }
  return config
}
