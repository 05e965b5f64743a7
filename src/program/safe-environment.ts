import type { EnvironmentRecord } from '../model'

/** The part of masking that the environment needs. `maskNamed` gives the value as it may be stored. */
export interface EnvironmentMasker {
  maskNamed (name: string, value: string): string
  isSecretName (name: string): boolean
}

/** Characters kept of a value; `PATH`-like lists and JSON in variables can be far longer. */
export const MAX_ENVIRONMENT_VALUE_CHARS = 2048

/**
 * The names that policy `safe` records: what tells where and how a program ran, and is not a place for secrets by custom.
 * A `*` stands for any rest. `docs/` shows this list; it is the one that counts.
 */
export const SAFE_ENVIRONMENT_NAMES: readonly string[] = [
  // Node and FaultSnap
  'NODE_ENV', 'NODE_VERSION', 'NODE_OPTIONS', 'NODE_PATH', 'NODE_DEBUG', 'NODE_EXTRA_CA_CERTS', 'NODE_PENDING_DEPRECATION',
  'NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_CLUSTER_SCHED_POLICY', 'NODE_UNIQUE_ID', 'UV_THREADPOOL_SIZE', 'TS_NODE_PROJECT',
    'FAULTSNAP_*',
  // Package managers: the script that runs and the package it is from, not the rest of npm's configuration (it holds tokens)
  'npm_package_*', 'npm_lifecycle_event', 'npm_command',
  'npm_config_user_agent', 'npm_execpath', 'npm_node_execpath', 'INIT_CWD', 'YARN_VERSION', 'COREPACK_ROOT',
  // Language, time and terminal
  'LANG', 'LANGUAGE', 'LC_*', 'TZ', 'TERM', 'COLORTERM', 'TERM_PROGRAM', 'TERM_PROGRAM_VERSION', 'SHELL', 'COMSPEC', 'COLUMNS',
    'LINES',
  'FORCE_COLOR', 'NO_COLOR', 'DEBUG', 'LOG_LEVEL', 'PWD', 'OS', 'PROCESSOR_ARCHITECTURE',
  // What a server listens on
  'HOST', 'HOSTNAME', 'COMPUTERNAME', 'PORT', 'BIND',
  // Continuous integration
  'CI', 'CONTINUOUS_INTEGRATION', 'BUILD_NUMBER', 'BUILD_ID', 'GITHUB_ACTIONS', 'GITHUB_WORKFLOW', 'GITHUB_JOB', 'GITHUB_RUN_ID',
  'GITHUB_RUN_NUMBER', 'GITHUB_RUN_ATTEMPT', 'GITHUB_SHA', 'GITHUB_REF', 'GITHUB_REF_NAME', 'GITHUB_REPOSITORY',
    'GITHUB_EVENT_NAME',
  'RUNNER_OS', 'RUNNER_ARCH', 'GITLAB_CI', 'CI_JOB_ID', 'CI_JOB_NAME', 'CI_PIPELINE_ID', 'CI_COMMIT_SHA', 'CI_COMMIT_REF_NAME',
  'CI_PROJECT_PATH', 'CIRCLECI', 'CIRCLE_JOB', 'CIRCLE_SHA1', 'CIRCLE_BUILD_NUM', 'TRAVIS', 'TRAVIS_JOB_ID', 'JENKINS_URL',
    'JOB_NAME',
  'BUILDKITE', 'BUILDKITE_JOB_ID', 'BUILDKITE_COMMIT', 'TF_BUILD', 'TEAMCITY_VERSION', 'BITBUCKET_BUILD_NUMBER', 'APPVEYOR',
    'DRONE',
  // Workers of test runners and process managers
  'VITEST', 'VITEST_WORKER_ID', 'VITEST_POOL_ID', 'JEST_WORKER_ID', 'NODE_TEST_CONTEXT', 'NODE_APP_INSTANCE', 'pm_id', 'PM2_HOME',
  // Containers
  'KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT', 'POD_NAME', 'POD_NAMESPACE', 'POD_IP', 'NODE_NAME', 'CONTAINER_NAME',
    'container',
  // Platforms
  'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_LOG_STREAM_NAME', 'LAMBDA_TASK_ROOT', 'VERCEL', 'VERCEL_ENV', 'VERCEL_REGION',
  'VERCEL_GIT_COMMIT_SHA', 'VERCEL_DEPLOYMENT_ID', 'NETLIFY', 'CONTEXT', 'DEPLOY_ID', 'COMMIT_REF', 'FLY_APP_NAME', 'FLY_REGION',
  'FLY_MACHINE_ID', 'FLY_ALLOC_ID', 'DYNO', 'HEROKU_APP_NAME', 'HEROKU_RELEASE_VERSION', 'HEROKU_SLUG_COMMIT', 'SOURCE_VERSION',
  'K_SERVICE', 'K_REVISION', 'K_CONFIGURATION', 'CLOUD_RUN_JOB', 'FUNCTION_TARGET', 'FUNCTION_NAME', 'GAE_SERVICE', 'GAE_VERSION',
  'GOOGLE_CLOUD_PROJECT', 'GCLOUD_PROJECT', 'WEBSITE_SITE_NAME', 'WEBSITE_INSTANCE_ID', 'REGION_NAME', 'FUNCTIONS_WORKER_RUNTIME',
  'RENDER', 'RENDER_SERVICE_NAME', 'RENDER_GIT_COMMIT', 'RAILWAY_SERVICE_NAME', 'RAILWAY_ENVIRONMENT_NAME',
    'RAILWAY_GIT_COMMIT_SHA',
]

/**
 * The environment as it may be stored. `policy`: `'safe'` looks at {@link SAFE_ENVIRONMENT_NAMES}, `true` at all variables,
 * `false` at none, a list at those names (a trailing `*` stands for any rest). Names are compared without case on Windows.
 *
 * A variable with a secret's name is `{ missing: 'masked' }`; every other value passes `maskNamed`. Longer ones than
 * {@link MAX_ENVIRONMENT_VALUE_CHARS} are cut, after masking. Sorted by name. Where the masker fails, the value is masked.
 * Never throws.
 */
export function safeEnvironment (
  env: Record<string, string | undefined>,
  policy: 'safe' | boolean | string[],
  masker: EnvironmentMasker,
  isCaseInsensitive = process.platform === 'win32',
): EnvironmentRecord {
  const names = Object.keys(env)
  const wanted = policy === false ? [] : names.filter(nameFilter(policy, isCaseInsensitive)).sort()
  const variables: EnvironmentRecord['variables'] = Object.create(null) as EnvironmentRecord['variables']
  for (const name of wanted) {
    const value = env[name]
    if (value !== undefined) variables[name] = recordOf(name, value, masker)
  }
  return { policy: policyName(policy), variables: { ...variables }, total: names.length }
}

function policyName (policy: 'safe' | boolean | string[]): EnvironmentRecord['policy'] {
  if (policy === 'safe') return 'safe'
  return Array.isArray(policy) ? 'list' : policy ? 'all' : 'none'
}

function nameFilter (policy: 'safe' | true | string[], isCaseInsensitive: boolean): (name: string) => boolean {
  if (policy === true) return () => true
  const fold = (name: string): string => isCaseInsensitive ? name.toUpperCase() : name
  const patterns = (policy === 'safe' ? SAFE_ENVIRONMENT_NAMES : policy).map(fold)
  const names = new Set(patterns)
  const prefixes = patterns.filter(pattern => pattern.endsWith('*')).map(pattern => pattern.slice(0, -1))
  return name => names.has(fold(name)) || prefixes.some(prefix => fold(name).startsWith(prefix))
}

function recordOf (name: string, value: string, masker: EnvironmentMasker): EnvironmentRecord['variables'][string] {
  try {
    if (masker.isSecretName(name)) return { missing: 'masked' }
    const masked = masker.maskNamed(name, value)
    if (masked.length <= MAX_ENVIRONMENT_VALUE_CHARS) return masked
    return { missing: 'string', size: masked.length, value: masked.slice(0, MAX_ENVIRONMENT_VALUE_CHARS) }
  } catch {
    return { missing: 'masked' }
  }
}
