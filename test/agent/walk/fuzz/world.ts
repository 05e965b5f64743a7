import { writeSync } from 'node:fs'
import { types } from 'node:util'
import type { Random } from './random'

/** What a getter, setter, trap or callback of a graph does when somebody runs it. */
const MISDEEDS = ['return', 'throw', 'recurse', 'allocate', 'block', 'exit'] as const

/**
 * What one graph is made of. `objects`: all that were made and that are no Proxy, for a look at their state before and after.
 * While `isArmed`, everything of the graph that runs is noted in `ran` and misbehaves.
 */
export class World {
  isArmed = false
  readonly ran: string[] = []
  /** While V8 is asked about objects: how often it read an error's message, name or stack to describe it. See agent/walk/hazard.ts. */
  described = 0
  isAsking = false
  /** While V8 is asked about what cannot be looked into beforehand: it describes what is there, whatever that takes. */
  isAskingHidden = false
  readonly objects: object[] = []
  /** What a child may be, besides something new: cycles and sharing. */
  readonly pool: unknown[] = []
  left: number

  constructor (readonly random: Random, readonly make: (world: World, depth: number) => unknown, size: number) {
    this.left = size
  }

  /** Notes an object, so that its state is watched and others can refer to it. */
  keep<T> (value: T): T {
    this.objects.push(value as object)
    this.pool.push(value)
    return value
  }

  /** A function body that must never run. `normally`: what it does while the graph is built. */
  trap (what: string, normally: (...args: never[]) => unknown = () => undefined): (this: unknown, ...args: never[]) => unknown {
    const misdeed = this.random.pick(MISDEEDS)
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const world = this
    return function (this: unknown, ...args: never[]) {
      if (!world.isArmed) return normally.apply(this, args)
      if (world.isAskingHidden && world.objects.some(isBelowProxy)) {
        world.described++
        return normally.apply(this, args)
      }
      world.ran.push(`${what}, ${new Error('called').stack?.split('\n').slice(2, 7).join(' ')}`)
      return misbehave(misdeed, what, world)
    }
  }
}

/** As {@link World.trap}, for what V8 itself reads of an error. */
export function errorTrap (world: World, key: string): (this: unknown, ...args: never[]) => unknown {
  const trap = world.trap(`getter ${key}`)
  return function (this: unknown) {
    if (!world.isArmed || !world.isAsking) return trap.call(this)
    world.described++
    return undefined
  }
}

/** A look-up of its message goes through a Proxy; on Node 20 also one of `splice`, by which it looks for lists. */
function isBelowProxy (object: object): boolean {
  let link: object | null = object
  while (link !== null && !types.isProxy(link)) link = Object.getPrototypeOf(link) as object | null
  return link !== null && link !== object
}

function misbehave (misdeed: typeof MISDEEDS[number], what: string, world: World): unknown {
  switch (misdeed) {
    case 'throw': throw new Error(`the graph's ${what} ran`)
    case 'recurse': return recurse()
    case 'allocate': return new Array(1e6).fill(what)
    case 'block': return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
    case 'exit':
      writeSync(2, `graph ${world.random.seed}: its ${what} ran and ends the process, ${new Error('called').stack}\n`)
      return process.exit(86)
    default: return what
  }
}

function recurse (): unknown { return [recurse()] }
