import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { debugLog, guarded } from '../boundary'
import { holdStandardDescriptors } from './standard-descriptors'

/**
 * Starts a packing worker. It gets its jobs as messages, each of which it answers with one; `null` ends it. To start takes it as long as
 * a crash takes to be built and spooled, which the main thread can do meanwhile. Throws what Node throws.
 */
export function startPacker (agentDir: string): Worker {
  const { Worker } = require('node:worker_threads') as typeof import('node:worker_threads')
  // Until it has ended: it opens and closes descriptors all along.
  const release = guarded('descriptors', holdStandardDescriptors) ?? (() => {})
  // Its own options and environment: with the program's it would preload the agent again.
  const started = new Worker(join(agentDir, 'packer.cjs'), {
    execArgv: [], env: {}, stdin: false, stdout: true, stderr: true, trackUnmanagedFds: false, name: 'faultsnap',
  } as ConstructorParameters<typeof Worker>[1])
  started.on('error', error => debugLog(() => `packer: ${String(error)}`))
  started.once('exit', () => guarded('descriptors', release))
  started.unref()
  return started
}
