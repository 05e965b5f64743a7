import type { Value } from '../../../src/model'
import type { Answer, Load, Question } from '../protocol'
import { rebuild, isAbsent } from './build'
import { changedNodes } from './changes'
import { knowClasses } from './classes'
import { Collector } from './collect'
import { patchCollections } from './collections'
import { heap, setRef } from './heap'
import { patchListings } from './listings'
import { boundBuffers } from './memory'
import { mapForEach, mapSet, mapSize, parse, promiseThen, stringify } from './originals'
import { refusal, isRefusal } from './refusal'
import { cleanError, messageOf, run, type Outcome } from './run'
import { declared, ownVariable, type FrameScopes } from './scope'

/**
 * The shadow heap: runs in a realm of its own, whose only way out are the functions that this gives. All of them take and give
 * text. `give` says what to ask, `ask` runs it; what it left to microtasks runs before `answer` tells the outcome.
 */
export function createShadow (): { load: (text: string) => void, give: (text: string) => void, ask: () => void, answer: () => string } {
  const frames: FrameScopes[] = []
  let question: Question | undefined
  let outcome: Outcome = { value: undefined, isThrown: false }
  let settled: { state: string, result: unknown } | undefined

  const load = ({ nodes = [], frames: added = [], stacks = [] }: Load): void => {
    for (const node of nodes) heap.nodes[heap.nodes.length] = node
    for (const frame of added) frames[frames.length] = frame
    for (const [ref, stack] of stacks) mapSet(heap.stacks, ref, stack)
    knowClasses(nodes)
  }

  const ask = (): void => {
    if (question === undefined) return
    if (question.load !== undefined) load(question.load)
    for (const [name, value] of question.declared ?? []) declareAgain(name, value)
    settled = undefined
    outcome = run(question, frames)
    if (typeof outcome.value === 'object' && outcome.value !== null) watch(outcome.value)
  }

  const watch = (value: object): void => {
    const note = { state: 'pending', result: undefined as unknown }
    try {
      promiseThen(value, result => { note.state = 'fulfilled'; note.result = result }, error => { note.state = 'rejected'; note.result = error })
      settled = note
    } catch {
      // No promise.
    }
  }

  const answer = (): string => {
    const { base, mayChange, returnByValue } = question!
    const changed = mayChange ? changedNodes() : undefined
    const collector = new Collector(base, changed)
    const reply: Answer = { nodes: collector.nodes }
    if (changed !== undefined) reply.isChanged = true
    if (!outcome.isThrown && returnByValue) {
      try {
        const json = stringify(outcome.value)
        if (json !== undefined) reply.json = json
      } catch (error) {
        outcome = { value: error, isThrown: true }
      }
    }
    if (outcome.isThrown) {
      cleanError(outcome.value)
      reply.message = messageOf(outcome.value)
      if (isRefusal(outcome.value)) reply.isRefused = true
      reply.thrown = collector.collect(outcome.value)
    } else {
      reply.value = collector.collect(outcome.value)
      if (settled !== undefined) addState(reply, collector, settled)
    }
    if (mapSize(declared) > 0) reply.declared = declaredValues(collector)
    // From now on they are what their nodes are.
    if (changed === undefined) adopt(collector)
    return stringify(reply)
  }

  // V8 puts them into every realm; the second has memory of its own.
  for (const name of ['console', 'WebAssembly']) delete (globalThis as Record<string, unknown>)[name]
  patchCollections()
  patchListings()
  boundBuffers()
  return { load: text => load(parse(text) as Load), give: text => { question = parse(text) as Question }, ask, answer }
}

/** A heap that was thrown away took the variables of the console with it: what the graph holds of them comes back. */
function declareAgain (name: string, value: Value): void {
  const rebuilt = rebuild(value, () => name)
  mapSet(declared, name, isAbsent(rebuilt) ? { get: () => { throw refusal(`${name} is gone: what it held was too large to be kept`) } } : ownVariable(rebuilt.value))
}

function declaredValues (collector: Collector): [string, Value][] {
  const values: [string, Value][] = []
  mapForEach(declared, ((variable: { get: () => unknown }, name: string) => {
    try { values[values.length] = [name, collector.collect(variable.get())] } catch {
      // Not initialised, because its input threw.
    }
  }) as never)
  return values
}

function addState (reply: Answer, collector: Collector, { state, result }: { state: string, result: unknown }): void {
  const { value } = reply
  if (value === null || typeof value !== 'object' || !('ref' in value)) return
  const node = collector.nodes.find((_, index) => collector.indexOf(index) === value.ref)
  if (node === undefined || node.subtype !== 'promise') return
  node.internals = [
    { name: '[[PromiseState]]', value: state },
    { name: '[[PromiseResult]]', value: collector.collect(result) },
  ]
}

function adopt (collector: Collector): void {
  for (const node of collector.nodes) heap.nodes[heap.nodes.length] = node
  for (const [object, ref] of collector.newObjects()) {
    heap.objects[ref] = object
    setRef(object, ref)
  }
}
