import { isMissing, isRef, type GraphNode, type Value } from '../../../model'

/**
 * The steps to the members of a node in the order of their rows: `e3` an element, `h3-5` empty items from index 3, `v3` a Map's
 * value and `m3` an entry whose key is an object (`k3` and `v3` below it), `p3` a property, `#3` a private field, `i3` an
 * internal slot, `w` a boxed primitive; `b` the bytes, `c` the class chain, `l` the function's place, `x3` a cut. Numbers are
 * positions in the node's lists.
 */
export function nodeSteps (node: GraphNode): string[] {
  const steps: string[] = []
  if (node.bytes !== undefined) steps.push('b')
  steps.push(...cuts(node, 'bytes'))
  elementSteps(node, steps)
  steps.push(...cuts(node, 'elements'))
  for (const [index, [key]] of (node.entries ?? []).entries()) steps.push(isNamed(key) ? `v${index}` : `m${index}`)
  steps.push(...cuts(node, 'entries'))
  if (node.subtype === 'boxed' && node.value !== undefined) steps.push('w')
  for (let index = 0; index < (node.properties?.length ?? 0); index++) steps.push(`p${index}`)
  steps.push(...cuts(node, 'properties'))
  for (let index = 0; index < (node.privates?.length ?? 0); index++) steps.push(`#${index}`)
  steps.push(...cuts(node, 'privates'))
  for (let index = 0; index < (node.internals?.length ?? 0); index++) steps.push(`i${index}`)
  steps.push(...cuts(node, 'internals'))
  if (node.location !== undefined) steps.push('l')
  if ((node.prototypes?.length ?? 0) > 0) steps.push('c')
  return steps
}

/** A key of a Map that a row can be named by: anything but an object. */
export const isNamed = (key: Value): boolean => !isRef(key) && !isMissing(key)

function elementSteps (node: GraphNode, steps: string[]): void {
  const holes = new Set(node.holes)
  const { length } = node.elements ?? []
  for (let index = 0; index < length; index++) {
    if (!holes.has(index)) {
      steps.push(`e${index}`)
      continue
    }
    const from = index
    while (index + 1 < length && holes.has(index + 1)) index++
    steps.push(`h${from}-${index - from + 1}`)
  }
}

function cuts (node: GraphNode, what: string): string[] {
  return (node.cut ?? []).flatMap((cut, index) => cut.what === what ? [`x${index}`] : [])
}
