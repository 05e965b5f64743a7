import type { GhostRecord } from '../../src/model'
import type { Agent } from '../agent'
import { isInApp } from '../../src/stack/in-app'
import { stackFramesOf } from '../../src/stack/merge-async-frames'
import { ownFile } from '../own-files'
import { isOwnFile, type Occasion } from '../record/build-crash'
import type { Snapshot } from '../snapshot/snapshot'
import { isObject } from '../snapshot/snapshot-store'
import { cutFrames } from './cut-frames'
import type { Failure, GhostState, Memory } from './ghost-state'
import { maskNamed } from './mask-named'

/**
 * Reports the failure of a function in `ghost()` as its options say. What is read of the call is read now: arguments may have changed
 * since the throw, and are said to be as of the catch.
 */
export function reportGhost (agent: Agent, state: GhostState, failure: Failure, end: End): void {
  const { options } = state
  const { error } = failure
  const occasion = (snapshot: Snapshot): Occasion => ({ ghost: ghostRecord(agent, state, failure, snapshot, end) })
  if (options.reportType === 'silent') {
    if (isObject(error)) {
      agent.crashes.known.set(error, snapshot => {
        mask(state, snapshot)
        return occasion(snapshot)
      })
    }
    const snapshot = agent.recorder?.store.of(error)
    const what = snapshot === undefined ? '' : `: ${snapshot.exception.type}: ${snapshot.exception.message}`
    return agent.breadcrumbs.add('custom', 'error', `${state.name} failed${what}`)
  }
  agent.promote(error, 'ghost', {
    occasion,
    isEnding: false,
    presentation: {
      prepare: snapshot => prepare(state, snapshot),
      secretNames: options.maskVars ?? [],
      html: options.reportType === 'html' || options.exportHtml === true,
      terminal: (options.reportType ?? 'terminal') === 'terminal' ? 'full' : 'off',
    },
  })
}

/** Cuts and masks the snapshot by the ghost's own options, before anything is added to it. */
function prepare (state: GhostState, snapshot: Snapshot): void {
  if (snapshot.frames.length === 0) snapshot.notes.push('The arguments of the function are as of the catch, not of the throw.')
  if (state.options.depth !== undefined) cutFrames(snapshot, state.options.depth)
  mask(state, snapshot)
}

/** The arguments are walked later, by a masker that knows the names. */
function mask ({ options: { maskVars = [] } }: GhostState, snapshot: Snapshot): void {
  if (maskVars.length === 0) return
  snapshot.masker = snapshot.masker.fork(maskVars)
  maskNamed(snapshot, maskVars)
}

/** The moment of the failure, in ms of `now`, and what the process used then. */
interface End { endedAt: number, memory: Memory | undefined }

function ghostRecord (agent: Agent, state: GhostState, failure: Failure, snapshot: Snapshot, { endedAt, memory }: End): GhostRecord {
  const { options } = state
  const { mark } = failure
  const record: GhostRecord = {
    function: snapshot.masker.maskText(state.name),
    outcome: failure.outcome,
    arguments: agent.crashes.addValues(snapshot, walk => ({ value: walk.value(argumentsByName(state, failure)) })).value,
    // Without what FaultSnap itself took.
    durationMs: Math.round(Math.max(0, endedAt - Math.abs(mark) - (snapshot.pausedMs ?? 0)) * 1000) / 1000,
  }
  if (mark < 0) record.isDurationBound = true
  if (memory !== undefined) {
    record.memoryChange = {}
    for (const kind of Object.keys(memory)) record.memoryChange[kind] = memory[kind]! - failure.memory![kind]!
  }
  if (options.suppress === true && !failure.isConstructor) record.isSuppressed = true
  const within = ghostsOf(snapshot).slice(1).map(name => snapshot.masker.maskText(name))
  if (within.length > 0) record.within = within
  if (options.depth !== undefined) record.depth = options.depth
  return record
}

/** The functions in `ghost()` on the stack of the throw, innermost first: those that a wrapper called. */
function ghostsOf ({ frames, stackText, exception: { message } }: Snapshot): string[] {
  if (frames.length > 0) return frames.filter(({ isGhosted }) => isGhosted === true).map(({ functionName }) => functionName)
  const all = stackFramesOf(stackText, { firstIndex: 0, isInApp, message })
  return all.filter((_frame, index) => index + 1 < all.length && isOwnFile(all[index + 1]!.file)).map(frame => frame.function)
}

/** By the names that the source gives them: it is names that say which are secrets. */
function argumentsByName ({ fn }: GhostState, { args }: Failure): object {
  const holder = Object.create(null) as Record<string, unknown>
  const { names, rest } = ownFile('syntax').parameterNames(fn)
  for (let index = 0; index < args.length; index++) {
    if (rest !== undefined && index >= names.length) {
      holder[rest] = Array.prototype.slice.call(args, index)
      break
    }
    holder[names[index] ?? `arguments[${index}]`] = args[index]
  }
  return holder
}
