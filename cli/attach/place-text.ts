import type { Debugger } from 'node:inspector'
import { OWN_SCRIPTS } from '../../src/attach/remote-protocol'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import type { Target } from './target'

/** The function that a pause stands in, of the program's own code if there is some on the stack. Without a line: the same bug has the same message. */
export function placeText (target: Target, { callFrames }: Debugger.PausedEventDataType): string {
  const files = callFrames.map(frame => ({ frame, file: fileOfUrl(target.scripts.get(frame.location.scriptId)?.url ?? frame.url) }))
    .filter(({ file }) => !file.startsWith(OWN_SCRIPTS) && !file.startsWith('node:'))
  const found = files.find(({ file }) => isInApp(file)) ?? files[0]
  if (found === undefined) return 'code of Node.js'
  const name = found.frame.functionName
  return name === '' ? `code of ${found.file.split(/[\\/]/).at(-1) || 'the program'}` : `${name}()`
}
