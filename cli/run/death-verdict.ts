import { constants } from 'node:os'

/** What is known from outside of how a process ended. */
export interface DeathEvidence {
  pid: number
  /** The program, for the message: `dist/server.js`. */
  program: string
  signal?: string | undefined
  exitCode?: number | undefined
  /** Who sent the signal, where that is known: its parent in the tree. */
  isKilledByParent?: boolean | undefined
  /** Node's own flags. */
  execArgv?: readonly string[]
  /** The last output on stderr, of the whole tree. */
  stderr: string
  /** Evidence that the kernel's out-of-memory killer was at work; undefined if it was not. */
  kernelKill?: string | undefined
  /** Whether its counters can be read at all. */
  hasKernelCounters: boolean
  /** The tree was told to end (SIGTERM, SIGINT or SIGHUP came to `run`). */
  isToldToEnd: boolean
}

/**
 * A death that is worth a capsule. `signal`: as it was seen, or as a shell told of it. `stack`: JavaScript frames that Node printed, as
 * an error's stack has them.
 */
export interface DeathVerdict { type: string, message: string, reason: string, stack: string, signal?: string }

const NAMES: Readonly<Record<string, string>> = {
  SIGSEGV: 'segmentation fault', SIGBUS: 'bus error', SIGILL: 'illegal instruction', SIGFPE: 'arithmetic error', SIGABRT: 'aborted',
  SIGTRAP: 'trap', SIGKILL: 'killed', SIGSYS: 'bad system call', SIGXCPU: 'processor time limit', SIGXFSZ: 'file size limit',
  SIGSTKFLT: 'stack fault',
}

const MEMORY_FAULTS = ['SIGSEGV', 'SIGBUS', 'SIGSTKFLT']

/**
 * What most likely killed a process that did not end in order, in one sentence with its evidence; undefined if it is not mysterious:
 * somebody asked it to end (SIGTERM, SIGINT, SIGHUP and signals that programs use among themselves), or its own parent killed it.
 */
export function judgeDeath (evidence: DeathEvidence): DeathVerdict | undefined {
  const { program, signal, isKilledByParent, isToldToEnd, exitCode } = evidence
  const told = signal === undefined && exitCode === undefined ? shellWords(evidence) : undefined
  const shown = signal ?? signalOfShell(exitCode) ?? told?.signal
  if (isKilledByParent === true) return undefined
  if (shown !== undefined && NAMES[shown] === undefined) return undefined
  // Whoever is told to end may be killed for being slow, or end by a shell that nobody sees.
  if (isToldToEnd && (shown === undefined || shown === 'SIGKILL')) return undefined
  if (isHeapExhausted(evidence, shown)) {
    return {
      type: 'HeapOutOfMemory', message: `${program} ran out of heap memory`, stack: '', ...(shown !== undefined && { signal: shown }),
      reason: `V8 ended the process because its heap was full: stderr says “${fatalError(evidence.stderr)}”.`,
    }
  }
  if (shown === undefined) {
    if (exitCode !== undefined && exitCode < 128) return undefined
    const end = exitCode === undefined ? 'nobody saw by which signal or code' : `its exit code was ${exitCode}`
    return {
      type: 'ProcessDied', message: `${program} ended without a word`, stack: '',
      reason: `The process ended without running its exit handlers, and ${end}.`,
    }
  }
  const through = signal !== undefined ? '' : told !== undefined ? ` (a shell said “${told.words}”)`
    : ` (its shell ended with ${exitCode}, which is 128 and the number of ${shown})`
  const stack = shown === 'SIGABRT' ? printedStack(evidence.stderr) : ''
  return { type: shown, message: `${program} died of ${shown} (${NAMES[shown]})`, reason: `${reasonOf(shown, evidence, stack !== '')}${through}.`, stack, signal: shown }
}

function reasonOf (signal: string, { stderr, kernelKill, hasKernelCounters, execArgv = [] }: DeathEvidence, hasStack: boolean): string {
  if (signal === 'SIGKILL') {
    if (kernelKill !== undefined) return `The kernel's out-of-memory killer ended the process: ${kernelKill} meanwhile`
    const notKernel = hasKernelCounters ? "the kernel's out-of-memory killer counts no more than before, and"
      : 'whether it was the out-of-memory killer is not known;'
    return `Somebody ended the process with SIGKILL: ${notKernel} its parent did not do it through child.kill()`
  }
  const said = lastWords(stderr)
  if (MEMORY_FAULTS.includes(signal)) return `Native code (an addon, or Node.js itself) used memory that is not its own${said}` +
    (execArgv.some(flag => flag.startsWith('--stack-size')) ? '; with --stack-size that is the stack, if it grew beyond what the system allows' : '')
  const uncaught = /^Uncaught:\r?\n([^\r\n]{1,300})/m.exec(stderr)?.[1]
  if (uncaught !== undefined && ['SIGABRT', 'SIGTRAP', 'SIGILL'].includes(signal)) {
    return `An exception was not caught, and Node.js was told to abort then (--abort-on-uncaught-exception): stderr says “${uncaught}”`
  }
  if (signal === 'SIGTRAP' || signal === 'SIGILL') return `V8 or native code stopped at a check that failed, or at an instruction that is none${said}`
  if (signal !== 'SIGABRT') return `Native code ended by ${signal} (${NAMES[signal]})${said}`
  const fatal = fatalError(stderr)
  if (fatal !== '') return `Node.js or V8 gave up: stderr says “${fatal}”`
  if (said !== '') return `Native code gave up${said}`
  return hasStack ? 'abort() was called from JavaScript, most likely process.abort(): stderr has its stack'
    : 'abort() was called, by process.abort() or by native code: stderr does not say by which'
}

/** `FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory`, empty without. */
const fatalError = (stderr: string): string => /^.{0,100}?(FATAL ERROR: [^\r\n]{1,300})/m.exec(stderr)?.[1] ?? ''

/** V8 prints its last collections with the process id. */
function isHeapExhausted ({ pid, stderr }: DeathEvidence, signal: string | undefined): boolean {
  if (signal !== undefined && signal !== 'SIGABRT' && signal !== 'SIGTRAP' && signal !== 'SIGILL') return false
  return /heap out of memory|Reached heap limit|Ineffective mark-compacts/.test(fatalError(stderr)) &&
    (stderr.includes(`[${pid}:`) || !/^\[\d+:0x/m.test(stderr))
}

const LAST_WORDS = new RegExp('^.*(?:Assertion [`\'].*failed|terminate called|AddressSanitizer|double free|corrupted|malloc\\(\\)|' +
  'free\\(\\)|stack smashing|panicked at).*$', 'm')

/** What a C library or a sanitiser prints before it ends a process. */
function lastWords (stderr: string): string {
  const found = LAST_WORDS.exec(stderr)?.[0]
  return found === undefined ? '' : `: stderr says “${found.trim().slice(0, 300)}”`
}

/** The block that Node prints when it aborts, as lines of an error's stack. */
function printedStack (stderr: string): string {
  const at = stderr.lastIndexOf('----- JavaScript stack trace -----')
  if (at < 0) return ''
  const lines = stderr.slice(at).split(/\r?\n/).slice(1).map(line => /^\s*\d+: (.+)$/.exec(line)?.[1]).filter(line => line !== undefined)
  return lines.slice(0, 50).map(line => `\n    at ${line}`).join('')
}

/** What shells say of a command that a signal ended; bash says its process id before it. */
const SHELL_WORDS: Readonly<Record<string, string>> = {
  'Segmentation fault': 'SIGSEGV', Killed: 'SIGKILL', Aborted: 'SIGABRT', 'Bus error': 'SIGBUS', 'Illegal instruction': 'SIGILL',
  'Trace/breakpoint trap': 'SIGTRAP', 'Floating point exception': 'SIGFPE', Terminated: 'SIGTERM', Hangup: 'SIGHUP', Quit: 'SIGQUIT',
}

function shellWords ({ pid, stderr }: DeathEvidence): { signal: string, words: string } | undefined {
  const words = Object.keys(SHELL_WORDS).join('|')
  const found = new RegExp(`\\b${pid} (${words})\\b`).exec(stderr) ??
    new RegExp(`^(${words})(?: \\(core dumped\\))?\\s*$`, 'm').exec(stderr)
  return found === null ? undefined : { signal: SHELL_WORDS[found[1]!]!, words: found[1]! }
}

/** A shell ends with 128 and the number of the signal that ended its last command. */
function signalOfShell (exitCode: number | undefined): string | undefined {
  if (exitCode === undefined || exitCode <= 128 || exitCode > 128 + 64) return undefined
  return SIGNALS_BY_NUMBER.get(exitCode - 128)
}

const SIGNALS_BY_NUMBER: ReadonlyMap<number, string> =
  new Map(Object.entries(constants.signals).reverse().map(([name, number]) => [number, name]))
