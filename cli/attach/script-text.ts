import type { Debugger } from 'node:inspector'
import type { Target } from './target'

/** A script's text as V8 has it; undefined once V8 has let it go. Throws FaultSnapError if the target is gone. */
export async function scriptText ({ connection }: Pick<Target, 'connection'>, scriptId: string): Promise<string | undefined> {
  const answer = connection.send<Debugger.GetScriptSourceReturnType>('Debugger.getScriptSource', { scriptId })
  return (await answer.catch((error: Error) => {
    if (error.name === 'FaultSnapError') throw error
    return undefined
  }))?.scriptSource
}
