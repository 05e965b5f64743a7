import type { Worker } from 'node:worker_threads'
import { guarded } from '../boundary'
import { timers } from '../originals'
import type { PackingJob } from './packing'
import { startPacker } from './start-packer'

/** How long a packer without work stays: it holds 10 to 20 MB. */
const IDLE_MS = 5000

/**
 * One packing worker for crash after crash. To start one and to load its code takes 60 ms of a processor, and what is packed first runs
 * four times as long as what comes later (measured). One job at a time.
 */
export class StayingPacker {
  private worker: Worker | undefined
  private done: (() => void) | undefined
  private idle: NodeJS.Timeout | undefined

  /** Gives a job to the worker; the result is to be called with what to do when it is done, or has ended. Throws if none can be started. */
  pack (job: PackingJob, agentDir: string): (done: () => void) => void {
    timers.clearTimeout(this.idle)
    this.done = undefined
    this.worker ??= this.start(agentDir)
    this.worker.postMessage(job)
    return done => { this.done = done }
  }

  private start (agentDir: string): Worker {
    const worker = startPacker(agentDir)
    const end = (): void => {
      const { done } = this
      this.done = undefined
      done?.()
    }
    worker.on('message', () => guarded('packer', () => {
      this.idle = timers.setTimeout(() => guarded('packer', () => this.dismiss()), IDLE_MS)
      this.idle.unref()
      end()
    }))
    worker.on('exit', () => guarded('packer', () => {
      if (this.worker !== worker) return
      this.worker = undefined
      end()
    }))
    // To listen to its messages keeps the event loop alive.
    worker.unref()
    return worker
  }

  private dismiss (): void {
    this.worker?.postMessage(null)
    this.worker = undefined
  }
}
