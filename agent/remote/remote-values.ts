import type { Session } from 'node:inspector'
import { LiveValues, type ProtocolSession, type ValueAccess } from '../inspector/live-values'
import { ownLists, undisturbedJson } from '../inspector/own-lists'
import { SafeMap } from '../primordials'

/**
 * The live values of a pause in which another session's debugger called us. Its object ids mean nothing here: values come by name. What
 * only V8 can tell of them is asked over a session of this thread, for as long as one snapshot takes: it answers within another's pause,
 * and needs no debugger of its own.
 */
export class RemoteValues implements ValueAccess {
  readonly isWithoutInsight?: true
  private readonly byName: SafeMap<string, unknown>
  private readonly own: LiveValues | undefined
  private readonly session: Session | undefined

  constructor (byName: SafeMap<string, unknown>) {
    this.byName = byName
    try {
      const { Session } = require('node:inspector') as typeof import('node:inspector')
      this.session = new Session()
      this.session.connect()
      this.own = new LiveValues(this.protocol)
    } catch {
      // The permission model refuses a session.
      this.isWithoutInsight = true
    }
  }

  get protocol (): ProtocolSession {
    const { session } = this
    return {
      post: <Result>(method: string, params?: object): Result => {
        let failure: Error | null = null
        let answer: unknown
        undisturbedJson(() => session?.post(method, params, (error, result) => {
          failure = error
          answer = result
        }))
        if (failure !== null) throw failure
        return ownLists(answer) as Result
      },
    }
  }

  take (objectIds: readonly string[]): unknown[] {
    const values: unknown[] = []
    const asked: string[] = []
    for (let index = 0; index < objectIds.length; index++) {
      if (!this.byName.has(objectIds[index]!)) asked[asked.length] = objectIds[index]!
    }
    const answers = asked.length > 0 && this.own !== undefined ? this.own.take(asked) : []
    let at = 0
    for (let index = 0; index < objectIds.length; index++) {
      const id = objectIds[index]!
      values[index] = this.byName.has(id) ? this.byName.get(id) : answers[at++]
    }
    return values
  }

  idsOf (objects: readonly object[]): (string | undefined)[] {
    return this.own === undefined ? [] : this.own.idsOf(objects)
  }

  close (): void {
    this.session?.disconnect()
  }
}
