import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** How many processes the kernel's out-of-memory killer has killed, where that is counted: place of the counter to its value. */
export type KernelKills = Map<string, number>

/**
 * Linux counts them for each cgroup (`memory.events` of version 2, `memory.oom_control` of version 1) and for the machine
 * (`/proc/vmstat`). Empty elsewhere. https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
 */
export function kernelKills (read = readOrNothing): KernelKills {
  const kills: KernelKills = new Map()
  if (process.platform !== 'linux') return kills
  const files = new Set<string>()
  for (const line of read('/proc/self/cgroup').split('\n')) {
    const [, controllers, path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    // Within a container the path is the host's, and the container's own group is at the root.
    if (controllers === '') for (const place of [path, '/']) files.add(join('/sys/fs/cgroup', place, 'memory.events'))
    if (controllers === 'memory') for (const place of [path, '/']) files.add(join('/sys/fs/cgroup/memory', place, 'memory.oom_control'))
  }
  files.add('/proc/vmstat')
  for (const file of files) {
    const count = /^oom_kill (\d+)$/m.exec(read(file))?.[1]
    if (count !== undefined) kills.set(file, Number(count))
  }
  return kills
}

/** The first counter that has gone up, as evidence: `memory.events counts 3, and 2 before`. */
export function risenKills (before: KernelKills, after: KernelKills): string | undefined {
  for (const [file, count] of after) {
    const earlier = before.get(file)
    if (earlier !== undefined && count > earlier) return `oom_kill in ${file} went from ${earlier} to ${count}`
  }
  return undefined
}

function readOrNothing (file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
