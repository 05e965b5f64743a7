import type { CrashComparison } from '../src/compare/compare-crashes'
import { isEqualFact, type Fact } from '../src/compare/compare-facts'
import type { Difference } from '../src/compare/compare-values'
import type { Value } from '../src/model'
import { previewValue } from '../src/values/preview'
import { toPlain } from '../src/values/to-plain'
import { typeOf } from '../src/values/type-of'
import type { OpenedCrash } from '../src/view/opened-crash'
import { frameShape, type FrameShape } from './shapes'

/** A value of one side: its type, at most 200 characters of preview, and what `toPlain` gives of it, at most 200 values. */
export interface SideShape { type: string, preview: string, value: unknown }
export interface DifferenceShape { path: string, kind: Difference['kind'] | 'equal', a?: SideShape, b?: SideShape,
  reason?: string }
export interface CrashHeadShape { id: string, capturedAt: string, fingerprint: string }

/** `diff --json`. A contract, as in shapes.ts. Without `--all` only what differs or cannot be compared is in it. */
export interface ComparisonShape {
  a: CrashHeadShape
  b: CrashHeadShape
  exception: Fact[]
  /** Fields of the thrown value. */
  fields: DifferenceShape[]
  frames: { status: 'same' | 'moved' | 'only-a' | 'only-b', a?: FrameShape, b?: FrameShape }[]
  variables: (DifferenceShape & { frameA: number, frameB: number, scope: string })[]
  environment: Fact[]
  runtime: Fact[]
  process: Fact[]
}

type Sides = readonly [OpenedCrash, OpenedCrash]

/** See {@link ComparisonShape}. */
export function comparisonShape (sides: Sides, { facts, fields, frames }: CrashComparison, all: boolean): ComparisonShape {
  const chosen = (list: Fact[]): Fact[] => list.filter(fact => all || (!isEqualFact(fact) && !fact.isVolatile))
  return {
    a: head(sides[0]),
    b: head(sides[1]),
    exception: chosen(facts.exception),
    fields: fields.map(each => differenceShape(sides, each)),
    frames: frames.map(({ a, b, hasMoved }) => ({
      status: a === undefined ? 'only-b' as const : b === undefined ? 'only-a' as const : hasMoved ? 'moved' as const
        : 'same' as const,
      ...(a && { a: frameShape(a) }), ...(b && { b: frameShape(b) }),
    })).filter(({ status }) => all || status !== 'same'),
    variables: frames.flatMap(({ a, b, variables, equal }) => a === undefined || b === undefined ? [] : [
      ...variables.map(each => ({ frameA: a.index, frameB: b.index, scope: each.scope, ...differenceShape(sides, each) })),
      ...(all ? equal : []).map(({ name, scope, value }) =>
        ({ frameA: a.index, frameB: b.index, scope, path: name, kind: 'equal' as const, a: side(sides[0], value) })),
    ]),
    environment: chosen(facts.environment),
    runtime: chosen(facts.runtime),
    process: chosen(facts.process),
  }
}

const head = ({ manifest: { id, capturedAt, fingerprint } }: OpenedCrash): CrashHeadShape => ({ id, capturedAt, fingerprint })

function differenceShape (sides: Sides, { path, kind, a, b, reason }: Difference): DifferenceShape {
  return { path, kind, ...(a !== undefined && { a: side(sides[0], a) }), ...(b !== undefined && { b: side(sides[1], b) }),
    ...(reason !== undefined && { reason }) }
}

/** A value as the shapes of `diff` have it. */
export function side ({ crash }: OpenedCrash, value: Value): SideShape {
  return { type: typeOf(crash, value), preview: previewValue(crash, value, 200),
    value: toPlain(crash, value, { maxValues: 200 }) }
}
