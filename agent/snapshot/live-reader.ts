import type { Debugger, Runtime } from 'node:inspector'
import type { Config } from '../../src/config/config'
import { guarded } from '../boundary'
import { closureScopes } from '../inspector/closure-scopes'
import type { LiveValues } from '../inspector/live-values'
import type { PausePolicy } from '../inspector/pause-policy'
import type { InspectorSession } from '../inspector/session'
import type { UnformattedStacks } from '../inspector/unformatted-stacks'
import { ownFile } from '../own-files'
import type { GraphWalk } from '../walk/graph-walk'
import type { Snapshot } from './snapshot'
import { isObject } from './snapshot-store'

/** A place in a script as V8 runs it; `url` is the script's URL or path. */
export interface FunctionPlace { url: string, line1: number, column1: number }

/** What the recorder is made of, as far as live values are read with it. */
export interface LiveAccess {
  session: InspectorSession
  liveValues: LiveValues
  stacks: UnformattedStacks | undefined
  policy: PausePolicy
  config: Config
}

/** Reads values of the living program with V8's help, of no throw of theirs: variables around a function, where it is written, a stack of now. */
export class LiveReader {
  private readonly session: InspectorSession
  private readonly liveValues: LiveValues
  private readonly stacks: UnformattedStacks | undefined
  private readonly policy: PausePolicy
  private readonly config: Config

  constructor ({ session, liveValues, stacks, policy, config }: LiveAccess) {
    this.session = session
    this.liveValues = liveValues
    this.stacks = stacks
    this.policy = policy
    this.config = config
  }

  /** Objects with the variables that a function sees around it, nearest first. */
  scopesOf (closure: object): object[] {
    return (guarded('scopes', () => closureScopes(this.session, this.liveValues, closure)) ?? []).filter(isObject)
  }

  /** Within a pause, where stacks would otherwise stay unformatted: for who reads one that is about to be read anyway. */
  withStacks<T> (work: () => T): T {
    this.stacks?.leave()
    try {
      return this.policy.undisturbed(work)
    } finally {
      this.stacks?.enter()
    }
  }

  /** An error's stack as it is now, without formatting it or running any code of the program. Undefined where that cannot be known. */
  stackNow (error: object): string | undefined {
    const { stacks } = this
    return stacks === undefined ? undefined : this.policy.undisturbed(() => stacks.peek(error))
  }

  /** The live values behind CDP ids, during a pause. */
  take (objectIds: readonly string[]): unknown[] {
    return this.liveValues.take(objectIds)
  }

  /** Where a function is written. */
  placeOfFunction (written: object): FunctionPlace | undefined {
    const location = this.session.post<Runtime.GetPropertiesReturnType>('Runtime.getProperties', {
      objectId: this.liveValues.idOf(written), ownProperties: true, nonIndexedPropertiesOnly: true,
    }).internalProperties?.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value as Debugger.Location | undefined
    const url = location && this.session.scripts.get(location.scriptId)?.url
    return url === undefined || url === '' ? undefined : { url, line1: location!.lineNumber + 1, column1: (location!.columnNumber ?? 0) + 1 }
  }

  /**
   * Adds live values of now to the graph of an earlier snapshot, at its limits and masked as it is; `read` gets the values by its
   * walk. What V8 alone knows of them (private fields, promise states) is recorded, too.
   */
  addValues<T> (snapshot: Snapshot, read: (walk: GraphWalk) => T): T {
    const { addToGraph, createInsight } = ownFile('walk')
    const insight = createInsight(this.session, this.liveValues, false)
    try {
      return addToGraph(snapshot, this.config, read, insight)
    } finally {
      // No pause ends here that would let go of them.
      this.session.post('Runtime.releaseObjectGroup', { objectGroup: 'backtrace' })
    }
  }
}
