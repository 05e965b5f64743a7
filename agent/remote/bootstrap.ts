import { loaderOf, ownContext } from '../realm'
import type { RemoteRecorder } from './remote-recorder'

/**
 * Loads the recorder that `faultsnap attach` brought as `text`, among built-ins of its own (see agent/realm.ts); among the program's
 * where there can be none. Nothing is read from the disk: the program may run in another container. It leaves nothing behind: what
 * it gives lives as long as the debugger that asked for it.
 */
export function start (text: string): RemoteRecorder {
  const readText = (): string => text
  const load = (context: object | undefined): RemoteRecorder =>
    new (loaderOf('faultsnap:attach', context, readText)('./remote-recorder.js') as typeof import('./remote-recorder')).RemoteRecorder()
  try {
    return load(ownContext())
  } catch {
    return load(undefined)
  }
}
