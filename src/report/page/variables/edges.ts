import type { GraphNode, Value } from '../../../model'
import { isNamed, nodeSteps } from './steps'

/**
 * Visits every value that a node holds, in the order of the rows: with the steps to it below the node (`e3`, `m3/k3`, `p3/g`).
 */
export function eachEdge (node: GraphNode, visit: (step: string, value: Value) => void): void {
  for (const step of nodeSteps(node)) {
    const index = Number(step.slice(1))
    switch (step[0]) {
      case 'e': visit(step, node.elements![index]!); break
      case 'v': visit(step, node.entries![index]![1]); break
      case 'm': {
        const [key, value] = node.entries![index]!
        if (isNamed(key)) break
        visit(`${step}/k${index}`, key)
        visit(`${step}/v${index}`, value)
        break
      }
      case 'w': visit(step, node.value!); break
      case 'p': case '#': case 'i': {
        const list = step[0] === 'p' ? node.properties : step[0] === '#' ? node.privates : node.internals
        const property = list![index]!
        visit(step, property.value)
        if (property.get !== undefined) visit(`${step}/g`, property.get)
        if (property.set !== undefined) visit(`${step}/s`, property.set)
      }
    }
  }
}
