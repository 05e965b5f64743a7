import type { MissingReason } from '../../src/model'
import type { Descriptor, LivePause, Remote } from './live-pause'

/**
 * Two answers that are not the same. `path` leads there from the pause. `field` is what differs; for a `value` the two remote objects are in
 * `live` and `replayed`, for a property that only one side has, its descriptor. `owner` is the live object that it was asked of; `reason`:
 * why the replay says that the value is missing; `cuts`: what the replay says is left out of the owner, as it says it.
 */
export interface Site {
  path: string
  field: 'value' | 'absent' | 'extra' | 'order' | 'flags' | 'identity' | 'frame' | 'scope' | 'preview' | 'evaluated' | 'suspended' | 'source' | 'lists'
  name?: string
  live?: unknown
  replayed?: unknown
  owner?: Remote
  reason?: MissingReason
  cuts?: string[]
  limits: 'generous' | 'default'
  detail?: string
  pause?: LivePause
}

/** An answer that may be missing, or other than V8's, and why. */
export interface Rule { name: string, why: string, applies (site: Site): boolean }

const remote = (value: unknown): Remote => (value ?? {}) as Remote
const descriptor = (value: unknown): Descriptor => (value ?? {}) as Descriptor
const isUnavailable = ({ field, reason }: Site): boolean => field === 'value' && reason === 'unavailable'

/** Whether a live function was written in Node's own code, or in none: by what V8 says of its place. */
function isOfNode ({ pause, live }: Site): boolean {
  const { id, description } = remote(live)
  if (description?.includes('[native code]')) return true
  const place = pause?.objects[id ?? 0]?.own.internalProperties?.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value
  return place === undefined || (place as { url: string }).url.startsWith('node:')
}

export const RULES: readonly Rule[] = [
  {
    name: 'prototype',
    why: 'of the objects of a prototype chain the names are recorded, not what they hold',
    applies: site => (site.field === 'absent' && site.name === 'what a prototype holds') || (isUnavailable(site) && /(?:^|internal )(?:\[\[Prototype\]\]|prototype)$/.test(site.name ?? '')),
  },
  {
    name: 'closure',
    why: 'variables that only a function sees which is not on the stack are not recorded',
    applies: site => isUnavailable(site) && site.name === 'internal [[Scopes]]',
  },
  {
    name: 'plumbing',
    why: 'process, globalThis, console, require and modules lead to all of Node: they are named, not entered',
    applies: site => remote(site.live).isPlumbing === true && (site.field === 'preview' ||
      (site.field === 'value' && remote(site.live).type === 'function' && /^description: /.test(site.detail ?? ''))),
  },
  {
    name: 'text of a function of Node',
    why: 'Node\'s own sources are not packed',
    applies: site => site.field === 'value' && remote(site.live).type === 'function' && /^description: /.test(site.detail ?? '') &&
      /<source not recorded> \}$/.test(remote(site.replayed).description ?? '') && isOfNode(site),
  },
  {
    name: 'stack of another error',
    why: 'to read the stack of an error that was not thrown is to format it before the program does',
    applies: site => /<stack not recorded>$/.test(remote(site.replayed).description ?? '') && remote(site.live).subtype === 'error' &&
      (site.field === 'value' || site.field === 'preview') && /description: /.test(site.detail ?? ''),
  },
  {
    name: 'stack of another error',
    why: 'to read the stack of an error that was not thrown is to format it before the program does',
    applies: site => isUnavailable(site) && site.name === 'stack' && site.owner?.subtype === 'error',
  },
  {
    name: 'not initialised',
    why: 'V8 has no value for a variable in its temporal dead zone, and says nothing; the replay says why',
    applies: site => site.field === 'flags' && descriptor(site.live).value === undefined && descriptor(site.live).get === undefined &&
      /^<(?:not initialised yet|optimized out)/.test(descriptor(site.replayed).value?.description ?? ''),
  },
  {
    name: 'accessor of V8',
    why: 'V8 runs accessors of its own and shows the value; the recorder runs none',
    applies: site => site.field === 'flags' && descriptor(site.live).get === undefined && /\[native code\]/.test(descriptor(site.replayed).get?.description ?? ''),
  },
  {
    name: 'accessor at an index',
    why: 'of an array\'s element that is an accessor it is recorded that it is one',
    applies: site => site.field === 'flags' && /^\d+$/.test(site.name ?? '') && descriptor(site.live).get !== undefined &&
      descriptor(site.replayed).value?.description === '<getter, not run>',
  },
  {
    name: 'place of a function',
    why: 'V8 is asked of at most 60 functions, and of none with a long text, where they are written',
    applies: site => isUnavailable(site) && site.name === 'internal [[FunctionLocation]]',
  },
  {
    name: 'entries of weak collections',
    why: 'what a WeakMap or WeakSet holds is not recorded',
    applies: site => (isUnavailable(site) && site.name === 'internal [[Entries]]' && /^weak(?:map|set)$/.test(site.owner?.subtype ?? '')) ||
      (site.field === 'preview' && /^weak(?:map|set)$/.test(remote(site.live).subtype ?? '') && /entries: \d+ \/ undefined/.test(site.detail ?? '')),
  },
]
