/** The library: the agent from code, and the reader of capsules. */
import { ARM_MODES, type ArmMode, type Config } from '../src/config/config'
import type { Breadcrumb, Signal } from '../src/model'
import type { Agent } from './agent'
import { guarded } from './boundary'
import { merged } from './context/program-context'
import { wrapWith } from './ghost/decorate'
import { ghostedNames, makeGhost } from './ghost/ghost'
import { onWrapFailure } from './ghost/ghost-failure'
import type { GhostOptions } from './ghost/ghost-options'
import type { GhostDecorator } from './ghost/ghost-types'
import { currentAgent } from './current'
import { loadAgent, type AgentModule } from './realm'

export type { ArmMode, Config } from '../src/config/config'
export type { GhostOptions } from './ghost/ghost-options'
export type { GhostDecorator } from './ghost/ghost-types'
export type * from '../src/model'
export { FaultSnapError, type FaultSnapErrorCode } from '../src/errors'
export { readCapsule, readManifest, type Capsule } from '../src/capsule/read'

/** What `ghost()` asks for where nobody started the agent: its own reports, and those that the program writes itself. */
const GHOST_SIGNALS: readonly Signal[] = ['ghost', 'manual']

let configured: Partial<Config> | undefined
let isRefused = false
let loaded: AgentModule | undefined
/** The module of the agent that runs, or that was started from here. */
const agentModule = (): AgentModule => loaded ??= currentAgent()?.module ?? loadAgent()
/** What `setContext()` said before there was an agent. */
let saidBefore: object | undefined

/**
 * Sets options from code; they win over the environment and the configuration file. If the agent runs already it is started again
 * with them. A wrong value gives one line on stderr and its default is used; nothing throws.
 */
export function configure (options: Partial<Config>): void {
  configured = { ...configured, ...options }
  const running = currentAgent()
  if (running === undefined) return
  const said = running.context.get()
  agentModule().uninstallAgent()
  start(running.only)
  if (said !== undefined) guarded('context', () => currentAgent()?.context.add(said))
}

/** Starts recording in this thread, as `-r faultsnap/register` does, from now on. Does nothing if it is on already. */
export function install (options?: Partial<Config>): void {
  if (options !== undefined) configured = { ...configured, ...options }
  isRefused = false
  start(undefined)
}

/**
 * Switches the option `arm` while the program runs: `'start'` records variables from now on, `'on-first-error'` from the next error on,
 * `'off'` stops all that watches. For this thread, and for worker threads that it starts from now on or that get to post a message;
 * not for those whose own configuration says `off`. Takes some 20 ms once when it enables the debugger, more in a program of many
 * megabytes of code. Does nothing without an agent but to be remembered. Never throws.
 */
export function setArm (mode: ArmMode): void {
  const agent = currentAgent()
  if (agent === undefined || !isArmMode(mode) || mode === 'off' || agent.arming.mode === 'off') return configure({ arm: mode })
  configured = { ...configured, arm: mode }
  guarded('arm', () => agent.arming.switchTo(mode))
}

const isArmMode = (mode: unknown): mode is ArmMode => (ARM_MODES as readonly unknown[]).includes(mode)

/**
 * Stops recording and leaves nothing behind: no listener, no wrapped function, no inspector session. Functions in `ghost()` stay what
 * they are, and report nothing until `install()`.
 */
export function uninstall (): void {
  isRefused = true
  saidBefore = undefined
  if (currentAgent() !== undefined) agentModule().uninstallAgent()
}

/**
 * Writes a capsule for an error that the program handled itself; synchronous, 30 to 100 ms. `context`: what else is to be in the
 * capsule (`context` of `crash.json`), with and over what {@link setContext} said; masked like variables. Gives the capsule's absolute
 * path, or undefined if nothing was written: no agent, an error written before, a rate limit, a full disk. Never throws.
 */
export function capture (error: unknown, context?: Record<string, unknown>): string | undefined {
  return guarded('capture', () => currentAgent()?.promote(error, 'manual', { context }))
}

/** Leaves a breadcrumb of category `custom`. Cheap; masked when a crash is written. */
export function breadcrumb (message: string, data?: Breadcrumb['data'], level: Breadcrumb['level'] = 'info'): void {
  guarded('breadcrumb', () => currentAgent()?.breadcrumbs.add('custom', level, message, data))
}

/**
 * Says what the code is about that runs on from here, through awaits, timers and callbacks, and not what runs beside it: a request
 * handler says it for its request, the top of a program for all of it. In every capsule as `context`, as it is when that is written; masked
 * like variables. Never throws.
 */
export function setContext (key: string, value: unknown): void
export function setContext (values: Record<string, unknown>): void
export function setContext (keyOrValues: string | Record<string, unknown>, value?: unknown): void {
  guarded('setContext', () => {
    const values = typeof keyOrValues === 'string' ? { [keyOrValues]: value } : keyOrValues
    const agent = currentAgent()
    if (agent !== undefined) agent.context.add(values)
    else if (!isRefused) saidBefore = merged(saidBefore, values)
  })
}

/**
 * A function that does what `fn` does, and writes a capsule of what it throws, or of what its promise rejects with, as
 * {@link capture} does, beside the program. The error goes on unchanged. Starts no agent.
 */
// Any function: see GhostDecorator.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function wrap<F extends ((...args: any) => any) | (abstract new (...args: any) => any)> (fn: F): F {
  return wrapWith({}, onWrapFailure)(fn) as F
}

/**
 * Watches one function: `ghost(options)(fn)`, `ghost(fn)`, `@ghost(options)`. Silent while it works; when it throws, its promise rejects or
 * its iterator fails, there is a Chaos Report, and the error goes on unchanged unless `suppress` is set. Without a running agent the first
 * one starts it, for the reports of ghosts and `capture()` only. Throws a TypeError for wrong options and places, when they are
 * evaluated.
 */
export const ghost = ((...args: unknown[]) => makeGhost(args, startForGhost)) as GhostDecorator & ((options?: GhostOptions) => GhostDecorator)

function startForGhost (): void {
  const agent = currentAgent()
  if (agent !== undefined) return listen(agent)
  if (!isRefused) start(configured?.signals === undefined ? GHOST_SIGNALS : undefined)
}

function start (only: readonly Signal[] | undefined): void {
  const agent = guarded('load', () => agentModule().installAgent(configured, only))
  if (agent === undefined) return
  listen(agent)
  if (saidBefore === undefined) return
  const said = saidBefore
  saidBefore = undefined
  guarded('context', () => agent.context.add(said))
}

function listen (agent: Agent): void {
  agent.ghostedNames = ghostedNames
}
