import type { Screen } from './screen'

/** Signals that end a program. Each ends us, too, after the terminal is as it was. */
const FATAL = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** How long a process that cannot be stopped (nobody would continue it) waits until it goes on. */
const NOT_STOPPED_MS = 200

/**
 * Leaves the screen however the process ends or stops: by a signal, by an exception, by `process.exit`. `dispose` when the
 * explorer is done. `onContinue`: the process runs again after it was stopped, and is to enter the screen.
 */
export function restoreOnEnd (screen: Screen, onContinue: () => void): { suspend: () => void, dispose: () => void } {
  const leave = (): void => screen.leave()
  const die = (signal: NodeJS.Signals): void => {
    dispose()
    screen.leave()
    process.kill(process.pid, signal)
  }
  const canStop = process.platform !== 'win32'
  let isStopping = false
  const continued = (): void => {
    if (!isStopping) return
    isStopping = false
    process.on('SIGTSTP', stop)
    onContinue()
  }
  // The whole group, as the terminal does it: whoever started us (npx) must stop as well, or the shell does not come back.
  const stopGroup = (target: number): void => {
    if (!canStop || isStopping) return
    isStopping = true
    screen.leave()
    process.off('SIGTSTP', stop)
    process.kill(target, 'SIGTSTP')
    setTimeout(continued, NOT_STOPPED_MS)
  }
  const stop = (): void => stopGroup(process.pid)
  process.on('exit', leave)
  // Node prints the exception before `exit`, and it would be printed on the screen that goes away.
  process.on('uncaughtExceptionMonitor', leave)
  for (const signal of FATAL) process.on(signal, die)
  if (canStop) {
    process.on('SIGTSTP', stop)
    process.on('SIGCONT', continued)
  }
  const dispose = (): void => {
    process.off('exit', leave)
    process.off('uncaughtExceptionMonitor', leave)
    for (const signal of FATAL) process.off(signal, die)
    process.off('SIGTSTP', stop)
    process.off('SIGCONT', continued)
  }
  return { suspend: () => stopGroup(0), dispose }
}
