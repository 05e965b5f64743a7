import type { Debugger } from 'node:inspector'
import type { InspectorSession } from './session'

/**
 * On Node 20 and 22 an uncaught error vanishes, exit code 0, if V8 pauses when native code throws it again
 * (`v8::TryCatch::ReThrow`, as `vm` and `node -e` do): JavaScript that runs in the pause clears the pending message that the
 * rethrow relies on. One pause at the first throw is fine; there must be none at the second. V8 13 keeps the message.
 */
export const LOSES_RETHROWN = Number(process.versions.node.split('.')[0]) < 24

/** Node 22 announces the SyntaxError of `vm.compileFunction` at its rethrow only: there must be no pause for it at all. */
export const LOSES_COMPILE_ERRORS = Number(process.versions.node.split('.')[0]) === 22

const VM_SCRIPTS: readonly string[] = ['node:vm', 'node:internal/vm', 'node:internal/process/execution', 'node:internal/vm/module']

/** Whether code that `vm`, `-e` or stdin runs is on the stack. */
export function isBelowVm ({ callFrames }: Debugger.PausedEventDataType, session: InspectorSession): boolean {
  for (let index = 0; index < callFrames.length; index++) {
    const url = session.scripts.get(callFrames[index]!.location.scriptId)?.url ?? ''
    for (let at = 0; at < VM_SCRIPTS.length; at++) if (url === VM_SCRIPTS[at]) return true
  }
  return false
}

/** `node --inspect`, SIGUSR1 or `inspector.open()`: from then on pauses may be somebody's breakpoints. */
export function isDebuggedByOthers (): boolean {
  return (require('node:inspector') as typeof import('node:inspector')).url() !== undefined
}

/** Who calls the handler of fatal exceptions from JavaScript: the handling of rejections, and of the entry module's promise. */
const FATAL_CALLERS: readonly string[] = ['node:internal/process/promises', 'node:internal/modules/run_main']

/**
 * Whether the throw happened while Node handles an uncaught exception: in an `uncaughtException` handler. Node then exits
 * with code 7 and emits nothing any more. The handling is an arrow function without a name, called by C++ or by one of
 * {@link FATAL_CALLERS}; `node -e` runs through nameless functions of the same file, called by others.
 */
export function isWithinFatalHandling ({ callFrames }: Debugger.PausedEventDataType, session: InspectorSession): boolean {
  const urlOf = (index: number): string => session.scripts.get(callFrames[index]!.location.scriptId)?.url ?? ''
  for (let index = callFrames.length - 1; index >= 0; index--) {
    const { functionName } = callFrames[index]!
    if (urlOf(index) !== 'node:internal/process/execution') continue
    if (functionName === 'process._fatalException') return true
    if (functionName === '' && (index === callFrames.length - 1 || FATAL_CALLERS.includes(urlOf(index + 1)))) return true
  }
  return false
}
