// A program with random graphs in its variables, which throws and says at its end what of them ran and what of them changed.
// Arguments: the first seed; how many graphs.
import { writeSync } from 'node:fs'
import { readState, stateDifference } from './host-state'
import { makeGraph, type RandomGraph } from './make-graph'

/** The graphs of these seeds, and the variable that holds what is in them. */
export function makeGraphs (first: number, count: number): { graphs: RandomGraph[], held: unknown[][] } {
  const graphs = Array.from({ length: count }, (_, index) => makeGraph(first + index))
  return { graphs, held: graphs.map(({ roots }) => roots.map(([, value]) => value)) }
}

function failWith (held: unknown[][]): never {
  throw new Error(`${held.length} graphs`)
}

if (process.argv[2] === 'throw') {
  ;(globalThis as { undetectable?: unknown }).undetectable = new Function('return %GetUndetectable()')
  const { graphs, held } = makeGraphs(Number(process.argv[3]), Number(process.argv[4]))
  const before = graphs.map(({ world }) => readState(world.objects))
  for (const { world } of graphs) world.isArmed = world.isAsking = true
  process.on('exit', () => {
    const ran = graphs.flatMap(({ seed, world }) => world.ran.map(each => `${seed}: ${each}`))
    for (const { world } of graphs) world.isArmed = false
    const changed = graphs.flatMap(({ seed, world }, index) => {
      const difference = stateDifference(before[index]!, readState(world.objects))
      return difference === undefined ? [] : [`${seed}: ${difference}`]
    })
    writeSync(1, JSON.stringify({ ran, changed }))
  })
  failWith(held)
}
