import type { ProcessRecord } from '../model'

/** Bytes that each kind of memory grew by since the agent started, negative where it shrank. Undefined where that is unknown. */
export function memoryChange ({ memory, memoryAtStart }: ProcessRecord): Record<string, number> | undefined {
  if (memory === undefined || memoryAtStart === undefined) return undefined
  const kinds = Object.keys(memory).filter(kind => Object.hasOwn(memoryAtStart, kind))
  return Object.fromEntries(kinds.map(kind => [kind, memory[kind]! - memoryAtStart[kind]!]))
}
