import type { Replay } from '../../src/postmortem/replay'
import type { Handle } from '../../src/postmortem/handle'
import { comparePreviews } from './compare-previews'
import type { Descriptor, LivePause, Properties, Remote } from './live-pause'
import type { Site } from './site'
import type { Tally } from './tally'

export interface ReplayedFrame {
  callFrameId: string
  functionName: string
  location: { scriptId: string, lineNumber: number, columnNumber: number }
  functionLocation?: { scriptId: string, lineNumber: number, columnNumber: number }
  this: Remote
  scopeChain: { type: string, name?: string, object: Remote, startLocation?: ReplayedFrame['location'], endLocation?: ReplayedFrame['location'] }[]
}

/** What is known of the object that was asked. */
type About = Pick<Site, 'owner' | 'cuts' | 'pause' | 'limits' | 'node' | 'script'>

/** A pair of objects that are to be the same, and how to get there. */
interface Pair { live: Remote, objectId: string, path: string }

/** Compares the objects of one pause, those of the live program with those of the replay, side by side from the pairs given. */
export class ObjectComparison {
  private readonly open: Pair[] = []
  private readonly handleOf = new Map<number, string>()
  private readonly idOf = new Map<string, number>()

  constructor (private readonly pause: LivePause, private readonly replay: Replay, private readonly tally: Tally,
    private readonly limits: Site['limits'], private readonly urlOf: (scriptId: string) => string) {}

  /** Compares two values; what they refer to is compared by {@link run}. `owner`: the live object that has it. */
  value (live: Remote, replayed: Remote, site: Omit<Site, 'field' | 'limits' | 'live' | 'replayed'>): void {
    const handle = this.handle(replayed)
    const reason = handle?.kind === 'missing' ? handle.missing.missing : undefined
    const whole = { ...site, limits: this.limits, pause: this.pause, live, replayed, ...reason !== undefined && { reason }, ...this.nodeOf(handle) }
    const detail = difference(live, replayed, this.urlOf)
    if (detail !== undefined) this.tally.unlike({ ...whole, field: 'value', detail })
    else this.tally.same()
    if (reason !== undefined) return
    comparePreviews(live.preview, replayed.preview, whole, this.tally)
    if (live.id === undefined || handle === undefined) {
      // A symbol has an object id of V8's, through which nothing is to be had but its prototype.
      if (live.type !== 'symbol') this.tally.check(live.id === undefined && handle === undefined, () => ({ ...whole, field: 'identity', detail: 'an object id on one side only' }))
      return
    }
    if (handle.kind === 'prototype' || handle.kind === 'global') {
      // Named, and said not to be recorded: that is one answer, however much lies beyond.
      this.tally.unlike({ ...whole, field: 'absent', name: 'what a prototype holds', reason: 'unavailable' })
      return
    }
    this.identity(live.id, handle, whole)
    if (replayed.objectId !== undefined) this.open.push({ live, objectId: replayed.objectId, path: site.path })
  }

  async run (): Promise<void> {
    const done = new Set<number>()
    for (let index = 0; index < this.open.length; index++) {
      const pair = this.open[index]!
      const answers = this.pause.objects[pair.live.id!]
      if (answers === undefined || done.has(pair.live.id!)) continue
      done.add(pair.live.id!)
      this.tally.objects++
      const own = await this.ask(pair.objectId, { generatePreview: true })
      if (own === undefined) continue
      const handle = this.handle({ type: 'object', objectId: pair.objectId })
      const internals = own.internalProperties ?? []
      const isCut = ({ name }: Descriptor): boolean => name.startsWith('[[NotRecorded')
      const cuts = internals.filter(isCut).map(({ name, value }) => `${name.slice('[[NotRecorded'.length, -2)} ${value?.description ?? ''}`)
      const about: About = { owner: pair.live, cuts, pause: this.pause, limits: this.limits, ...this.nodeOf(handle) }
      this.list(pair, '', answers.own.result, own.result, about)
      this.list(pair, 'internal ', answers.own.internalProperties ?? [], internals.filter(property => !isCut(property)), about)
      this.list(pair, 'private ', answers.own.privateProperties ?? [], own.privateProperties ?? [], about)
      for (const [key, option] of [['accessors', 'accessorPropertiesOnly'], ['named', 'nonIndexedPropertiesOnly']] as const) {
        const names = (await this.ask(pair.objectId, { [option]: true }))?.result.map(({ name }) => name)
        const expected = answers[key].filter(name => own.result.some(property => property.name === name) || names?.includes(name))
        this.tally.check(JSON.stringify(expected) === JSON.stringify(names), () => ({
          ...about, path: pair.path, field: 'lists', name: option, live: expected.join(), replayed: names?.join(),
        }))
      }
    }
  }

  private async ask (objectId: string, options: object): Promise<Properties | undefined> {
    const answer = await this.replay.handle('Runtime.getProperties', { objectId, ownProperties: true, ...options })
    if ('error' in answer) throw new Error(`Runtime.getProperties: ${answer.error.message}`)
    return answer.result as Properties
  }

  private list (pair: Pair, kind: string, live: Descriptor[], replayed: Descriptor[], about: About): void {
    const there = new Map<string, Descriptor[]>()
    for (const property of replayed) there.set(property.name, [...there.get(property.name) ?? [], property])
    const order: string[] = []
    for (const property of live) {
      const name = `${kind}${property.name}`
      const site = { ...about, path: `${pair.path} ${name}`, name }
      const match = there.get(property.name)?.shift()
      if (match === undefined) {
        this.tally.unlike({ ...site, field: 'absent', live: property })
        continue
      }
      order.push(property.name)
      const [flags, others] = [flagsOf(property), flagsOf(match)]
      this.tally.check(flags === others, () => ({ ...site, field: 'flags', live: property, replayed: match, detail: `${flags} / ${others}` }))
      for (const key of ['value', 'get', 'set'] as const) {
        const [one, other] = [property[key], match[key]]
        if (one !== undefined && other !== undefined) this.value(one, other, { ...site, path: key === 'value' ? site.path : `${site.path} ${key}` })
      }
    }
    const left = [...there.values()].flat()
    for (const property of left) {
      this.tally.unlike({ ...about, path: `${pair.path} ${kind}${property.name}`, field: 'extra', name: `${kind}${property.name}`, replayed: property })
    }
    const other = replayed.filter(property => !left.includes(property)).map(({ name }) => name)
    this.tally.check(order.join('\n') === other.join('\n'), () => ({
      ...about, path: pair.path, field: 'order', name: kind, live: order.join(), replayed: other.join(),
    }))
  }

  private identity (id: number, handle: Handle, site: Omit<Site, 'field'>): void {
    // V8 makes the objects of scopes, entries and prototypes' places anew for each answer; ours are not the program's either.
    if (handle.kind !== 'node') return
    const text = String(handle.ref)
    const [handleBefore, idBefore] = [this.handleOf.get(id), this.idOf.get(text)]
    this.handleOf.set(id, text)
    this.idOf.set(text, id)
    this.tally.check((handleBefore ?? text) === text && (idBefore ?? id) === id, () => ({
      ...site, field: 'identity', detail: `node ${handleBefore ?? '-'} then ${text}, object ${idBefore ?? '-'} then ${id}`,
    }))
  }

  private nodeOf (handle: Handle | undefined): Pick<Site, 'node' | 'script'> {
    const { graph, crash } = this.replay.session
    const node = handle?.kind === 'node' ? graph[handle.ref] : undefined
    const script = node?.location === undefined ? undefined : crash.scripts[node.location.script]
    return { ...node && { node }, ...script && { script } }
  }

  private handle (remote: Remote): Handle | undefined {
    return remote.objectId === undefined ? undefined : this.replay.session.ids.resolve(remote.objectId)?.handle
  }
}

/** All of a descriptor but what its parts are. */
const flagsOf = ({ writable, enumerable, configurable, isOwn, value, get, set, symbol }: Descriptor): string =>
  JSON.stringify([writable, enumerable, configurable, isOwn, value !== undefined, get !== undefined, set !== undefined, symbol?.description])

/** What is not alike in two remote objects, but for previews and ids. */
function difference (live: Remote, replayed: Remote, urlOf: (scriptId: string) => string): string | undefined {
  for (const key of ['type', 'subtype', 'className', 'unserializableValue', 'description'] as const) {
    if (live[key] !== replayed[key]) return `${key}: ${String(live[key])} / ${String(replayed[key])}`
  }
  if (live.subtype === 'internal#location') {
    const { scriptId, lineNumber, columnNumber } = replayed.value as { scriptId: string, lineNumber: number, columnNumber: number }
    const [one, other] = [{ url: '', ...live.value as object }, { url: urlOf(scriptId), line: lineNumber, column: columnNumber }].map(place => JSON.stringify(place))
    return one === other ? undefined : `location: ${one} / ${other}`
  }
  return live.value === replayed.value ? undefined : `value: ${JSON.stringify(live.value)} / ${JSON.stringify(replayed.value)}`
}
