import type { Debugger } from 'node:inspector'
import { OWN_SCRIPTS } from '../../src/attach/remote-protocol'
import { FaultSnapError } from '../../src/errors'
import { placeText } from './place-text'
import type { Occurrence } from './requests'
import { takePause, type Taken } from './take'
import type { Target } from './target'
import { ANSWER_MS, within } from './target-connection'

/** How long code of the program may take to come by before it is taken to be waiting for events. */
const IDLE_MS = 300

/** Node's own code is passed, so that what is shown is the program's. */
export const NODES_OWN = ['^node:', '^internal/']

/**
 * Pauses the program wherever it is. One that waits for events runs nothing that could be paused: it is given an expression to
 * evaluate, and what is recorded are the facts of the process and what it waits for. A pause of another debugger's is recorded as
 * it is and not ended.
 */
export async function recordNow (target: Target, othersPause: Debugger.PausedEventDataType | undefined, maxPauseMs: number): Promise<{ taken: Taken, occurrence: Occurrence }> {
  if (othersPause !== undefined) {
    const taken = await takePause(target, othersPause, { hasException: isThrow(othersPause), maxPauseMs, isOurs: false })
    const notes = ['The program was paused by another debugger: this is that pause, which goes on.']
    return { taken, occurrence: { ...!isThrow(othersPause) && { exception: pausedAt(target, othersPause) }, isIdle: false, notes } }
  }
  const paused = new Promise<Debugger.PausedEventDataType>(resolve => { target.onPaused = resolve })
  const { connection } = target
  await connection.send('Debugger.setBlackboxPatterns', { patterns: NODES_OWN })
  await connection.send('Debugger.pause')
  let params = await within(paused, IDLE_MS)
  if (params === undefined) {
    connection.sendAlone('Runtime.evaluate', { expression: `void 0\n//# sourceURL=${OWN_SCRIPTS}nudge` }, paused)
    params = await within(Promise.race([paused, connection.ended.then(() => undefined)]), ANSWER_MS)
  }
  if (params === undefined) {
    throw new FaultSnapError('NOT_ATTACHED', 'The program did not pause: it is busy in native code, or was just ending. Try again.')
  }
  const taken = await takePause(target, params, { hasException: false, maxPauseMs, isOurs: true })
  const isIdle = !taken.hasUserFrames
  const notes = isIdle ? ['No code of the program was running: it waits for events. What for is in the context.'] : []
  return { taken, occurrence: { exception: isIdle ? { type: 'Paused', message: 'idle, waiting for events' } : pausedAt(target, params), isIdle, notes } }
}

function isThrow ({ reason }: Debugger.PausedEventDataType): boolean {
  return reason === 'exception' || reason === 'promiseRejection'
}

function pausedAt (target: Target, params: Debugger.PausedEventDataType): { type: string, message: string } {
  return { type: 'Paused', message: `while running ${placeText(target, params)}` }
}
