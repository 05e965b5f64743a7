import { DEFAULT_LIMITS, type Limits } from '../limits'
import type { Signal } from '../model'

/** The signals that a configuration can name: those that this version promotes crashes by. */
export const SIGNALS = ['uncaughtException', 'unhandledRejection', 'exit', 'heapOutOfMemory',
  'manual', 'http', 'test', 'ghost', 'killed'] as const satisfies readonly Signal[]
export type ConfigSignal = typeof SIGNALS[number]

/** When V8's debugger is enabled, which is what variables cost: see agent/arming/arming.ts. */
export const ARM_MODES = ['start', 'on-first-error', 'off'] as const
export type ArmMode = typeof ARM_MODES[number]

/** Every option, resolved. What each means, and what it accepts, is said once: in options.ts. */
export interface Config extends Limits {
  enabled: boolean
  /** As configured in {@link DEFAULT_CONFIG}; absolute in what `loadConfig` gives. */
  repositoryDir: string
  signals: ConfigSignal[]
  arm: ArmMode
  armForMs: number
  pauseBudgetPercent: number
  pauseBurstMs: number
  pauseCooldownMs: number
  mask: string[]
  maskPatterns: string[]
  captureEnvironment: 'safe' | boolean | string[]
  breadcrumbs: boolean | number
  captureAddress: boolean | 'truncated'
  captureBody: boolean
  sources: boolean
  html: boolean
  quiet: boolean
  terminalReport: 'off' | 'short' | 'full'
  editorUrl: string
  pathMap: string[]
  nodeFrames: boolean
  maxDaysToKeep: number
  maxReportsPerFingerprint: number
  maxRepositoryBytes: number
  /** As configured, empty for none, in {@link DEFAULT_CONFIG}; absolute or empty in what `loadConfig` gives. */
  fallbackDirectory: string
  stderrFallback: boolean
  terminationLog: string
}

/**
 * The defaults. They live apart from the schema in options.ts, which refers to them, because the preload needs them in every
 * process and the validation library in hardly any: this file must stay free of it.
 */
export const DEFAULT_CONFIG: Readonly<Config> = {
  enabled: true,
  repositoryDir: 'FaultSnaps',
  signals: [...SIGNALS],
  arm: 'start',
  armForMs: 10 * 60 * 1000,
  ...DEFAULT_LIMITS,
  pauseBudgetPercent: 1,
  pauseBurstMs: 200,
  pauseCooldownMs: 1000,
  mask: [],
  maskPatterns: [],
  captureEnvironment: 'safe',
  breadcrumbs: 100,
  captureAddress: 'truncated',
  captureBody: false,
  sources: true,
  html: true,
  quiet: false,
  terminalReport: 'short',
  editorUrl: 'vscode://file/{path}:{line}:{column}',
  pathMap: [],
  nodeFrames: false,
  maxDaysToKeep: 30,
  maxReportsPerFingerprint: 100,
  maxRepositoryBytes: 500 * 1024 * 1024,
  fallbackDirectory: '',
  stderrFallback: false,
  terminationLog: '/dev/termination-log',
}

/** Where a value of the configuration came from, weakest first: each wins over those before it. */
export type ConfigOrigin = 'default' | 'file' | 'environment' | 'code'

/** How many breadcrumbs to keep: the option's number, 0 for `false`, the default's number for `true`. */
export function breadcrumbLimit (breadcrumbs: Config['breadcrumbs']): number {
  if (typeof breadcrumbs === 'number') return breadcrumbs
  return breadcrumbs ? Number(DEFAULT_CONFIG.breadcrumbs) : 0
}

/** The defaults in an object and lists of the caller's own. */
export function defaultConfig (): Config {
  return { ...DEFAULT_CONFIG, signals: [...DEFAULT_CONFIG.signals], mask: [], maskPatterns: [], pathMap: [] }
}

export function defaultOrigins (): Record<keyof Config, ConfigOrigin> {
  return Object.fromEntries(Object.keys(DEFAULT_CONFIG).map(key => [key, 'default'])) as Record<keyof Config, ConfigOrigin>
}
