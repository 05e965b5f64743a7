import type { Capsule } from '../src/capsule/read'
import { isMissing, type EnvironmentRecord, type Manifest, type MissingValue, type ProcessRecord, type RuntimeRecord,
  type ThreadRecord } from '../src/model'

/**
 * `env --json`. `memoryChange` is `process.memory` less `process.memoryAtStart`, bytes. Of the environment `total` variables were
 * there, `recorded` of them are in `variables`, `masked` of those as `{ missing: 'masked' }`.
 */
export interface EnvironmentShape {
  id: string
  capturedAt: string
  runtime: RuntimeRecord
  process: ProcessRecord
  memoryChange?: Record<string, number>
  thread: ThreadRecord
  environment: EnvironmentRecord & { recorded: number, masked: number }
  generator: Manifest['generator']
}

export function environmentShape ({ manifest, crash, environment }: Capsule): EnvironmentShape {
  const { id, capturedAt, runtime, process, generator } = manifest
  const change = memoryChange(process)
  const variables: (string | MissingValue)[] = Object.values(environment.variables)
  return {
    id,
    capturedAt,
    runtime,
    process,
    ...(change && { memoryChange: change }),
    thread: crash.thread,
    environment: { ...environment, recorded: variables.length, masked: variables.filter(isMissing).length },
    generator,
  }
}

/** Bytes that each kind of memory grew by since the agent started, negative where it shrank. Undefined where that is unknown. */
export function memoryChange ({ memory, memoryAtStart }: ProcessRecord): Record<string, number> | undefined {
  if (memory === undefined || memoryAtStart === undefined) return undefined
  const kinds = Object.keys(memory).filter(kind => Object.hasOwn(memoryAtStart, kind))
  return Object.fromEntries(kinds.map(kind => [kind, memory[kind]! - memoryAtStart[kind]!]))
}
