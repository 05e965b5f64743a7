import type { ScopeRecord } from '../../src/model'
import { stringIncludes, stringStartsWith } from '../primordials'
import type { SnapshotFrame } from './snapshot'

/** A scope object, or without `scope` a receiver, to fetch and walk. */
export interface WantedScope { frame: SnapshotFrame, scope?: ScopeRecord, objectId: string, live?: unknown }

/** What is walked whole before the next is looked at. `cut`: it is left out, `late`: if time is up. `isLastOfProgram`: packages follow. */
export interface WalkRound { wanted: WantedScope[], isOuter: boolean, cut?: 'always' | 'late', isLastOfProgram?: true }

/**
 * The variables of the program's own functions come first, then those of the packages that these called; after them what is around the
 * program's functions; and last what called the program, and the modules of packages. `isProgramFirst`: what is called is an assertion
 * library, which throws far above the test; what it was called with is often in the function around the one that throws.
 */
export function walkRounds (
  wanted: readonly WantedScope[], { isThorough, isProgramFirst }: { isThorough: boolean, isProgramFirst: boolean },
): WalkRound[] {
  const rounds: WalkRound[] = []
  const add = (isOuter: boolean, isTurn: (each: WantedScope, index: number) => boolean): WalkRound => {
    const round: WalkRound = { wanted: [], isOuter }
    for (let index = 0; index < wanted.length; index++) {
      if (isTurn(wanted[index]!, index)) round.wanted[round.wanted.length] = wanted[index]!
    }
    return rounds[rounds.length] = round
  }
  const first = isProgramFirst ? 0 : firstOfProgram(wanted)
  const isFar = (each: WantedScope): boolean => isOuter(each) && !(isProgramFirst && each.scope === innermostClosure(each.frame))
  add(false, each => !isForeign(each) && !isOuter(each))
  add(false, (each, index) => isForeign(each) && !isOuter(each) && index < first)
  add(true, each => !isForeign(each) && each.scope?.type === 'closure')
  add(true, each => !isForeign(each) && isOuter(each) && each.scope?.type !== 'closure').isLastOfProgram = true
  add(false, (each, index) => isForeign(each) && !isFar(each) && index >= first)
  add(true, each => isForeign(each) && isFar(each)).cut = isThorough && !isProgramFirst ? 'late' : 'always'
  return rounds
}

/** Variables of enclosing functions and modules: what is cut should be what is far away. */
function isOuter ({ scope }: WantedScope): boolean {
  return scope !== undefined && (scope.type === 'closure' || scope.type === 'module' || scope.type === 'script')
}

function isForeign ({ frame: { url } }: WantedScope): boolean {
  return stringStartsWith(url, 'node:') || stringIncludes(url, '/node_modules/') || stringIncludes(url, '\\node_modules\\')
}

function firstOfProgram (wanted: readonly WantedScope[]): number {
  for (let index = 0; index < wanted.length; index++) if (!isForeign(wanted[index]!)) return index
  return wanted.length
}

function innermostClosure ({ scopes }: SnapshotFrame): ScopeRecord | undefined {
  for (let index = 0; index < scopes.length; index++) if (scopes[index]!.type === 'closure') return scopes[index]
  return undefined
}
