import type { ProcessRecord } from '../../src/model'
import { guarded } from '../boundary'
import { holdStandardDescriptors } from '../pack/standard-descriptors'
import { listOf } from '../primordials'

/** What a process uses at a moment. */
export type ProcessUsage = Pick<ProcessRecord, 'memory' | 'resourceUsage' | 'activeResources'>

/**
 * What the process uses now: to be read before a packer is started, whose thread counts in all of it. Each fact by itself: one that Node
 * refuses (permission model) or the program replaced leaves the others whole.
 */
export function processUsage (): ProcessUsage {
  const memory = guarded('memoryUsage', memoryUsage)
  const usage = guarded('resourceUsage', () => process.resourceUsage())
  const resources = guarded('getActiveResourcesInfo', () => process.getActiveResourcesInfo())
  return {
    ...memory && { memory: { ...memory } },
    ...usage && { resourceUsage: { ...usage } },
    ...resources && { activeResources: countsOf(listOf(resources)) },
  }
}

/** libuv reads it from a file, whose descriptor must not be one of the standard ones, which the program may have closed. */
function memoryUsage (): NodeJS.MemoryUsage {
  const release = holdStandardDescriptors()
  try { return process.memoryUsage() } finally { release() }
}

function countsOf (names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (let index = 0; index < names.length; index++) counts[names[index]!] = (counts[names[index]!] ?? 0) + 1
  return counts
}
