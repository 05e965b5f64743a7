import { graphShapes } from '../../src/capsule/document-shapes'
import { asObject, boolean, index, list, shape, ShapeMismatch, text, type Check } from '../../src/capsule/shape'
import type { Answer } from './protocol'

/** A child runs what strangers wrote: what it says is held to the shapes of a capsule. Throws ShapeMismatch or SyntaxError. */
export function checkAnswer (json: string, base: number, scripts: number): Answer {
  const answer: unknown = JSON.parse(json)
  const { nodes } = asObject(answer)
  const count = base + (Array.isArray(nodes) ? nodes.length : 0)
  const below = (limit: number): Check => value => {
    index(value)
    if ((value as number) >= limit) throw new ShapeMismatch(`an index below ${limit}`, value)
  }
  const { value, node } = graphShapes(below(count), below(scripts))
  const pair: Check = each => {
    if (!Array.isArray(each) || each.length !== 2) throw new ShapeMismatch('a name and a value', each)
    text(each[0])
    value(each[1])
  }
  shape({
    optional: { value, thrown: value, json: text, message: text, isRefused: boolean, isChanged: boolean, declared: list(pair) },
    lists: { nodes: node },
  })(answer)
  const { value: given, thrown } = answer as Answer
  if (given === undefined && thrown === undefined) throw new ShapeMismatch('a value', undefined)
  return answer as Answer
}
