import type { Capsule } from '../src/capsule/read'
import { isMissing, type EnvironmentRecord, type Manifest, type MissingValue, type ProcessRecord, type RuntimeRecord,
  type ThreadRecord } from '../src/model'
import { memoryChange } from '../src/program/memory-change'

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
