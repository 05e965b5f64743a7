import { EXOTIC_OBJECTS } from './exotic-objects'
import { keyText, leafValue } from './leaf-values'
import { PLAIN_OBJECTS } from './plain-objects'
import { Random } from './random'
import { World } from './world'

/** `roots`: variables by name. `isPlain`: nothing in it that only a careful reader reads. */
export interface RandomGraph { seed: number, world: World, roots: [name: string, value: unknown][], isPlain: boolean, isLarge: boolean }

/** The random object graph of a seed: the same one each time, in any process of the same Node. */
export function makeGraph (seed: number): RandomGraph {
  const random = new Random(seed)
  const isPlain = random.chance(0.25)
  const isLarge = random.chance(0.01)
  const size = random.chance(0.03) ? random.int(200, 1500) : random.int(1, 40)
  const world = new World(random, (world, depth) => child(world, depth, isPlain, isLarge), size)
  const roots: RandomGraph['roots'] = []
  for (let index = random.int(1, 4); index > 0; index--) roots.push([random.chance(0.5) ? `root${index}` : keyText(random), container(world, 0, isPlain, isLarge)])
  if (random.chance(0.3)) roots.push(['chain', chain(world)])
  return { seed, world, roots, isPlain, isLarge }
}

function child (world: World, depth: number, isPlain: boolean, isLarge: boolean): unknown {
  const { random, pool } = world
  if (pool.length > 0 && random.chance(0.15)) return random.pick(pool)
  return world.left > 0 && depth < 40 && random.chance(0.55) ? container(world, depth, isPlain, isLarge) : leafValue(random, isLarge)
}

function container (world: World, depth: number, isPlain: boolean, isLarge: boolean): unknown {
  world.left--
  const makers = isPlain || world.random.chance(0.4) ? PLAIN_OBJECTS : EXOTIC_OBJECTS
  return world.random.pick(makers)(world, () => child(world, depth + 1, isPlain, isLarge))
}

/** Far deeper than any limit. */
function chain (world: World): object {
  let link: object = world.keep({ end: true })
  for (let left = world.random.int(1, 300); left > 0; left--) link = world.keep(left % 3 === 0 ? [link] : { next: link })
  return link
}
