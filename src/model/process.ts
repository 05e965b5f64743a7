import type { MissingValue } from './values'

export interface RuntimeRecord {
  name: 'node'
  version: string
  v8: string
  platform: string
  arch: string
  /** `process.versions`, as is. */
  versions?: Record<string, string>
}

export interface ProcessRecord {
  pid: number
  ppid: number
  title?: string
  argv: string[]
  execArgv: string[]
  cwd: string
  /** Seconds, as `process.uptime()`. */
  uptimeS: number
  exitCode?: number
  /** Bytes, as `process.memoryUsage()`. */
  memory?: Record<string, number>
  /** Bytes, when the agent started. */
  memoryAtStart?: Record<string, number>
  /** As `process.resourceUsage()`. */
  resourceUsage?: Record<string, number>
  /** `process.getActiveResourcesInfo()`, counted: `{ Timeout: 2 }`. */
  activeResources?: Record<string, number>
  hostname?: string
  /** Name and version from the program's nearest package.json. */
  package?: { name?: string, version?: string, dir: string }
  git?: { commit: string, branch?: string }
}

export interface Breadcrumb {
  /** ISO 8601, UTC. */
  at: string
  category: 'console' | 'http.client' | 'http.server' | 'child_process' | 'warning' | 'custom'
  level: 'debug' | 'info' | 'warning' | 'error'
  message: string
  data?: Record<string, string | number | boolean | null>
}

/** `environment.json`. */
export interface EnvironmentRecord {
  /** Which variables were looked at: the allow-list (`safe`), all, none, or the config's list. */
  policy: 'safe' | 'all' | 'none' | 'list'
  /** Name to value; a masked one is `{ missing: 'masked' }`. */
  variables: Record<string, string | MissingValue>
  /** How many variables the process had in all. */
  total: number
}
