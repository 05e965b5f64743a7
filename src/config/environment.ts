/** Every option is also an environment variable with this prefix: `maxDepth` is `FAULTSNAP_MAX_DEPTH`. */
export const ENVIRONMENT_PREFIX = 'FAULTSNAP_'

/** Variables with our prefix that are no options: they steer FaultSnap itself, or carry its state to child processes. */
export const RESERVED_VARIABLES: readonly string[] = [
  'FAULTSNAP_CONFIG', 'FAULTSNAP_DEBUG', 'FAULTSNAP_TEST', 'FAULTSNAP_RUN_LOG', 'FAULTSNAP_REGISTERED',
  'FAULTSNAP_EDITOR',
]

/** The environment variable of an option: `maxStringLength` gives `FAULTSNAP_MAX_STRING_LENGTH`. */
export function environmentName (option: string): string {
  return ENVIRONMENT_PREFIX + option.replace(/[A-Z]/g, '_$&').toUpperCase()
}

/**
 * The variables that set an option, or mean to, as they are in the environment: name to text. Reserved names are left out, and
 * names that begin with `FAULTSNAP__`, which are FaultSnap's own. An empty text counts as not set, as shells and container files
 * cannot always unset a variable.
 */
export function optionVariables (env: Record<string, string | undefined>): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const name of Object.keys(env)) {
    if (!name.startsWith(ENVIRONMENT_PREFIX) || name.startsWith(`${ENVIRONMENT_PREFIX}_`)) continue
    const text = env[name]
    if (text !== undefined && text.trim() !== '' && !RESERVED_VARIABLES.includes(name)) variables[name] = text
  }
  return variables
}
