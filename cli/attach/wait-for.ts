import type { Debugger } from 'node:inspector'
import type { Occurrence } from './requests'
import { takePause, type Taken } from './take'
import type { Target } from './target'

/** What to do with a pause: `skip` goes on at once, `leave` is another debugger's. */
export type Verdict = 'take' | 'skip' | 'leave'

export interface WaitOptions {
  count: number
  timeoutMs: number
  maxPauseMs: number
  /** Settles when there is nothing more to wait for: an interrupt. */
  interrupted: Promise<void>
  judge: (params: Debugger.PausedEventDataType) => Verdict
  occurrenceOf: (params: Debugger.PausedEventDataType) => { hasException: boolean, occurrence: Occurrence }
  /** The last one was seen: no further pause is wanted. Before the program goes on. */
  stop: () => Promise<unknown>
  /** We left the debugger for a moment, with all breakpoints, and are back. */
  restart: () => Promise<unknown>
  /** A pause was ended after so many milliseconds. */
  spent: (ms: number) => void
  onTaken: (taken: Taken, occurrence: Occurrence) => Promise<void>
}

/** Why the waiting ended. `seen`: snapshots that were taken. */
export interface Waited { seen: number, why: 'count' | 'timeout' | 'interrupted' | 'ended' }

/**
 * Records pauses as they come, one at a time. A snapshot is built from what the recorder holds in the program, so that a pause that
 * comes before the last one was fetched goes by.
 */
export async function waitForPauses (target: Target, options: WaitOptions): Promise<Waited> {
  let seen = 0
  let isBusy = false
  let working: Promise<unknown> = Promise.resolve()
  let isYielding = false
  /**
   * A pause that is not ours: to end it would end it for whoever asked for it, and to do nothing would keep a program waiting that met a
   * `debugger` statement and that nobody but us debugs. Without us V8 goes on exactly if nobody else wants to stop.
   */
  const yieldPause = async (): Promise<void> => {
    isYielding = true
    await target.connection.send('Debugger.disable')
    target.pausedAt = target.pause = undefined
    // Of a pause that goes on V8 tells before it answers.
    await target.connection.sendThen('Debugger.enable', {}, () => { isYielding = target.pausedAt !== undefined })
    await options.restart()
  }
  target.connection.on('Debugger.resumed', () => { isYielding = false })
  let finish: (why: Waited['why']) => void = () => {}
  let fail: (error: unknown) => void = () => {}
  const done = new Promise<Waited['why']>((resolve, reject) => { [finish, fail] = [resolve, reject] })
  target.onPaused = params => {
    const startedAt = performance.now()
    const verdict = options.judge(params)
    if (verdict === 'leave') {
      if (!isYielding) working = yieldPause().catch(fail)
      return
    }
    if (verdict === 'skip' || isBusy || seen >= options.count) {
      working = target.resume().then(() => options.spent(performance.now() - startedAt), fail)
      return
    }
    isBusy = true
    seen++
    const { hasException, occurrence } = options.occurrenceOf(params)
    const isLast = seen >= options.count
    working = (async () => {
      // Sent before the walk: there must be no further pause between the end of this one and the last word.
      const stopping = isLast ? options.stop() : undefined
      const taken = await takePause(target, params, { hasException, maxPauseMs: options.maxPauseMs, isOurs: true })
      await stopping
      options.spent(taken.pauseMs)
      await options.onTaken(taken, occurrence)
      isBusy = false
      if (isLast) finish('count')
    })().catch(fail)
  }
  // The first one may come with the answer to what asked for it, before anybody listens: nobody else would end it.
  if (target.pause !== undefined) target.onPaused(target.pause)
  target.connection.unfinished = async () => await working
  const timer = options.timeoutMs === Infinity ? undefined : setTimeout(() => finish('timeout'), Math.min(options.timeoutMs, 2 ** 31 - 1))
  void options.interrupted.then(() => finish('interrupted'))
  void target.connection.ended.then(() => finish('ended'))
  try {
    const why = await done
    if (why !== 'count') await options.stop().catch(() => {})
    await working
    return { seen, why }
  } finally {
    clearTimeout(timer)
  }
}
