import { types } from 'node:util'
import { isWithoutFile } from '../../src/stack/in-app'
import { parseStackText, type ParsedFrame } from '../../src/stack/parse-stack'
import { getOwnPropertyDescriptor } from '../primordials'
import type { GraphWalk } from '../walk/graph-walk'
import { addCauseStacks } from './cause-stacks'
import { includedErrors } from './included-errors'
import { readException } from './read-exception'
import type { Snapshot } from './snapshot'
import { isObject } from './snapshot-store'
import { stackOf } from './stack-of'

const BORROWED = 'The error was made without a function of the program on the stack. The frames are those of the first error that it includes.'
const SAME_PLACE = 'V8 did not pause at this error. The frames are those of an error that it includes, which was thrown at the same place.'
/** Errors that are looked at, and how deep. */
const MAX_LOOKED_AT = 50
const MAX_DEPTH = 4

export interface Lender {
  snapshotOf: (error: object) => Snapshot | undefined
  addValues: <T>(snapshot: Snapshot, read: (walk: GraphWalk) => T) => T
}

/**
 * An error that V8 or Node made of others, as `Promise.any` does, has no frames of the program: it gets those of the first error in it
 * that has some, with their variables if its throw was seen. The exception stays what it is.
 */
export function borrowFrames (snapshot: Snapshot, thrown: unknown, lender: Lender): void {
  if (!isObject(thrown) || types.isProxy(thrown) || snapshot.hasUserFrames) return
  const place = innermost(snapshot.stackText)
  // V8 makes a SuppressedError where the block ends, which is where the error was thrown that it suppressed.
  if (place !== undefined && includedErrors(thrown, 2)?.isSuppression !== true) return
  const errors = errorsIn(thrown)
  for (const error of errors) {
    const found = lender.snapshotOf(error)
    const isFound = found?.hasUserFrames === true && (place === undefined || isSame(place, innermost(found.stackText)))
    if (isFound) return borrowSnapshot(snapshot, found, thrown, lender, place === undefined ? BORROWED : SAME_PLACE)
    const text = stackOf(error)
    if (place !== undefined || innermost(text) === undefined) continue
    snapshot.frames = []
    snapshot.stackText = text
    delete snapshot.isTextMapped
    snapshot.notes.push(BORROWED)
    return
  }
}

function borrowSnapshot (
  snapshot: Snapshot, { frames, nodes, missing, masker, stackText, isTextMapped, notes }: Snapshot, thrown: object, lender: Lender, note: string,
): void {
  const ownText = snapshot.stackText
  const lent: Snapshot = { ...snapshot, frames, nodes: [...nodes], missing: { ...missing }, masker, stackText, hasUserFrames: true }
  delete snapshot.isTextMapped
  delete lent.isTextMapped
  if (isTextMapped !== undefined) lent.isTextMapped = isTextMapped
  lent.exception = lender.addValues(lent, walk => readException(walk, thrown, ownText))
  addCauseStacks(lent.exception, thrown)
  // What it says of V8 is not true of these frames.
  lent.notes = [note, ...notes]
  Object.assign(snapshot, lent)
}

/** The errors that one includes, and its cause, before what those include. */
function errorsIn (thrown: object): object[] {
  const found: object[] = []
  let level: object[] = [thrown]
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0 && found.length < MAX_LOOKED_AT; depth++) {
    const next: object[] = []
    for (const error of level) {
      for (const each of [...includedErrors(error, MAX_LOOKED_AT)?.errors ?? [], getOwnPropertyDescriptor(error, 'cause')?.value as unknown]) {
        if (!isObject(each) || types.isProxy(each) || each === thrown || found.includes(each)) continue
        found.push(each)
        next.push(each)
      }
    }
    level = next
  }
  return found
}

/** The program's innermost frame, of a stack's text. */
function innermost (stackText: string): ParsedFrame | undefined {
  return parseStackText(stackText).find(({ isNative, file }) => !isNative && !isWithoutFile(file))
}

const isSame = (a: ParsedFrame, b: ParsedFrame | undefined): boolean => b !== undefined && a.file === b.file && a.function === b.function && a.line1 === b.line1
