import type { Debugger } from 'node:inspector'
import { types } from 'node:util'
import type { Limits } from '../../src/limits'
import type { Masker } from '../../src/mask/masker'
import type { MissingReason, PropertyRecord, ScopeRecord } from '../../src/model'
import type { ValueAccess } from '../inspector/live-values'
import type { InspectorSession } from '../inspector/session'
import { SafeSet, getOwnPropertyDescriptor, now, ownKeys, stringStartsWith } from '../primordials'
import { isGhostScript } from '../ghost/ghost-script'
import { noteBeside } from '../walk/bound-values'
import { GraphWalk } from '../walk/graph-walk'
import { createInsight, primitiveOf } from '../walk/insight'
import { WalkClock } from '../walk/walk-clock'
import { readException } from './read-exception'
import type { Snapshot, SnapshotFrame } from './snapshot'
import { walkRounds, type WalkRound, type WantedScope } from './walk-rounds'

/** A scope of one frame with more variables than this is a bundle's; the rest is cut. */
const MAX_VARIABLES = 200

export interface SnapshotOptions {
  session: Pick<InspectorSession, 'post' | 'scripts'>
  /** Nothing but primitives is asked of V8 where there is none: private fields and the like are missing then. */
  liveValues: ValueAccess & { isWithoutInsight?: true }
  limits: Limits
  masker: Masker
  /** Record the scopes of `node:` frames too. */
  nodeFrames: boolean
  /** The lines of the error's stack, when they are not yet part of V8's description of it. */
  stackLines: string | undefined
  /** Scripts of the agent itself, whose frames are not the program's. */
  isOwnScript: (url: string) => boolean
  /** Something may catch it, and it matters all the same: as many frames as of others, and variables of packages. */
  isThorough: boolean
  /** Milliseconds for the program's own frames, if they are more than the walk's. */
  programMs?: number
  /** In a test run what an assertion library has on the stack is plenty, and not what is wanted. */
  isProgramFirst: boolean
}

/**
 * A throw that something catches is worth little of the program's time: most are of no consequence. Its far frames, and the modules
 * of packages, are left out.
 */
const MAX_CAUGHT_FRAMES = 10
const MIN_CAUGHT_OBJECTS = 30

/** Reads frames and variables from a pause at a throw. `thrown` is the live value; `walkMs` bounds the walk. */
export function takeSnapshot (params: Debugger.PausedEventDataType, thrown: unknown, walkMs: number, options: SnapshotOptions): Snapshot {
  const startedAt = now()
  const isPredictedUncaught = params.reason === 'OOM' || (params.data as { uncaught?: boolean } | undefined)?.uncaught === true
  const { isProgramFirst } = options
  const isThorough = isPredictedUncaught || options.isThorough
  const maxFrames = isThorough ? options.limits.maxFrames : Math.min(options.limits.maxFrames, MAX_CAUGHT_FRAMES)
  const frames: SnapshotFrame[] = []
  const wanted: WantedScope[] = []
  const { hasUserFrames, receivers } = readFrames(params, options, maxFrames, frames, wanted)
  const ids: string[] = []
  for (let index = 0; index < wanted.length; index++) ids[index] = wanted[index]!.objectId
  const live = ids.length > 0 ? options.liveValues.take(ids) : []
  for (let index = 0; index < wanted.length; index++) wanted[index]!.live = live[index]

  const masker = options.masker.fork()
  masker.isWalking = true
  const clock = new WalkClock(startedAt, Math.max(walkMs, options.programMs ?? 0), Math.max(walkMs, options.limits.uncaughtPauseMs))
  const walk = new GraphWalk({
    limits: options.limits,
    masker,
    clock,
    shallow: plumbing(),
    ...options.liveValues.isWithoutInsight !== true && {
      insight: createInsight(options.session, options.liveValues, !isThorough || (isProgramFirst && !isPredictedUncaught)),
    },
    ...(!isThorough && { minObjects: MIN_CAUGHT_OBJECTS }),
  })
  const stackText = errorText(params) + (options.stackLines ?? '')
  const exception = readException(walk, thrown, stackText)
  for (let index = 0; index < receivers.length; index++) receivers[index]!.frame.this = walk.value(receivers[index]!.primitive)
  const rounds = walkRounds(wanted, { isThorough, isProgramFirst: isProgramFirst && !isPredictedUncaught })
  for (let index = 0; index < rounds.length; index++) {
    walkRound(walk, rounds[index]!)
    if (rounds[index]!.isLastOfProgram === true) clock.allowedMs = walkMs
  }
  walk.run()
  masker.isWalking = false
  return {
    at: Date.now(),
    sequence: 0,
    pauseMs: now() - startedAt,
    exception,
    frames,
    nodes: walk.nodes,
    missing: walk.missing,
    masker,
    stackText,
    isPredictedUncaught,
    isRejection: params.reason === 'promiseRejection',
    hasUserFrames,
    // Lines of V8's own, whatever Node does for texts that are formatted.
    ...options.stackLines !== undefined && { isTextMapped: false },
    notes: [],
  }
}

function readFrames (params: Debugger.PausedEventDataType, options: SnapshotOptions, maxFrames: number, frames: SnapshotFrame[], wanted: WantedScope[]): {
  hasUserFrames: boolean
  receivers: { frame: SnapshotFrame, primitive: unknown }[]
} {
  const { callFrames } = params
  const receivers: { frame: SnapshotFrame, primitive: unknown }[] = []
  let users = 0
  for (let index = 0; index < callFrames.length; index++) {
    const callFrame = callFrames[index]!
    const url = options.session.scripts.get(callFrame.location.scriptId)?.url ?? callFrame.url
    if (options.isOwnScript(url)) {
      if (isGhostScript(url) && frames.length > 0) frames[frames.length - 1]!.isGhosted = true
      continue
    }
    const isNode = stringStartsWith(url, 'node:')
    const frame: SnapshotFrame = {
      functionName: callFrame.functionName,
      scriptId: callFrame.location.scriptId,
      url,
      lineNumber0: callFrame.location.lineNumber,
      columnNumber0: callFrame.location.columnNumber ?? 0,
      scopes: [],
    }
    if (callFrame.functionLocation !== undefined) {
      frame.functionLocation = {
        lineNumber0: callFrame.functionLocation.lineNumber, columnNumber0: callFrame.functionLocation.columnNumber ?? 0,
      }
    }
    frames[frames.length] = frame
    if (isNode && !options.nodeFrames) {
      frame.missing = 'unavailable'
      continue
    }
    if (!isNode) users++
    if (users > maxFrames) {
      frame.missing = users > options.limits.maxFrames ? 'total' : 'time'
      continue
    }
    if (callFrame.this.objectId !== undefined) wanted[wanted.length] = { frame, objectId: callFrame.this.objectId }
    else receivers[receivers.length] = { frame, primitive: primitiveOf(callFrame.this) }
    for (let at = 0; at < callFrame.scopeChain.length; at++) {
      const { type, name, object, startLocation, endLocation } = callFrame.scopeChain[at]!
      if (type === 'global' || object.objectId === undefined) continue
      const scope: ScopeRecord = { type: type as ScopeRecord['type'], variables: [] }
      if (name !== undefined && name !== '') scope.name = name
      if (startLocation !== undefined) scope.start = { lineNumber0: startLocation.lineNumber, columnNumber0: startLocation.columnNumber ?? 0 }
      if (endLocation !== undefined) scope.end = { lineNumber0: endLocation.lineNumber, columnNumber0: endLocation.columnNumber ?? 0 }
      frame.scopes[frame.scopes.length] = scope
      wanted[wanted.length] = { frame, scope, objectId: object.objectId }
    }
  }
  return { hasUserFrames: users > 0, receivers }
}

function walkRound (walk: GraphWalk, { wanted, isOuter, cut }: WalkRound): void {
  walk.isOuter = isOuter
  const isLeftOut = cut === 'always' || (cut === 'late' && walk.isOverTime())
  for (let index = 0; index < wanted.length; index++) {
    const { frame, scope, live } = wanted[index]!
    if (scope === undefined) frame.this = walk.value(live)
    else if (isLeftOut) cutScope(walk, scope, 'time')
    else if (live === undefined) cutScope(walk, scope, 'unavailable')
    else readScope(walk, scope, live as object)
  }
  walk.isOuter = false
  walk.enterUntil(0)
  if (isOuter) walk.enterUntil(1)
}

function cutScope (walk: GraphWalk, scope: ScopeRecord, reason: MissingReason): void {
  scope.cut = [{ what: 'properties', reason, count: 0 }]
  walk.count(reason)
}

function readScope (walk: GraphWalk, scope: ScopeRecord, object: object): void {
  if (types.isProxy(object)) return cutScope(walk, scope, 'proxy')
  const keys = ownKeys(object)
  const { variables } = scope
  const limit = Math.max(MAX_VARIABLES, walk.limits.maxItems)
  for (let index = 0; index < keys.length && index < limit; index++) {
    const key = keys[index]!
    // A `with` scope is the program's own object; all others are V8's copies of variables.
    variables[index] = scope.type === 'with' || typeof key === 'symbol' ? walk.property(object, key) : readVariable(walk, object, key)
  }
  if (keys.length > limit) {
    scope.cut = [{ what: 'properties', reason: 'items', count: keys.length - limit }]
    walk.count('items')
  }
}

/**
 * On Node 22 and later V8 refuses to describe a variable in its temporal dead zone, and one that was optimised away, with
 * "Cannot access 'x' from debugger"; the packer tells the two apart by where the variable is declared. Node 20 says undefined.
 */
function readVariable (walk: GraphWalk, object: object, name: string): PropertyRecord {
  let descriptor: PropertyDescriptor | undefined
  try {
    descriptor = getOwnPropertyDescriptor(object, name)
  } catch {
    return { name, value: walk.absent('optimized-out') }
  }
  if (descriptor === undefined || descriptor.get !== undefined || !('value' in descriptor)) return { name, value: walk.absent('optimized-out') }
  noteBeside(walk, object, name, descriptor.value)
  return { name, value: walk.named(name, descriptor.value) }
}

/** Named but not entered: they lead everywhere. */
function plumbing (): SafeSet<unknown> {
  const objects: SafeSet<unknown> = new SafeSet()
  objects.add(globalThis)
  objects.add(process)
  objects.add(process.env)
  objects.add(console)
  return objects
}

/** V8's description of the thrown value: class and message, and the stack only where somebody had it formatted already. */
export function errorText (params: Debugger.PausedEventDataType): string {
  const data = params.data as { description?: string, subtype?: string } | undefined
  return data?.subtype === 'error' && data.description !== undefined ? data.description : ''
}


