import type { HiddenListeners } from '../signals/hidden-listeners'
import { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } from '../primordials'
import { isObject } from '../snapshot/snapshot-store'

/** What a session listens to that debugs: pauses, or everything. */
const DEBUGGING = ['Debugger.paused', 'inspectorNotification'] as const

/**
 * Calls `onArrival` when a debugger comes, before its first pause: all sessions of a thread share one state of pausing, so that ours would
 * stop the program for it, and end the pauses that it asked for.
 * - Node tells cluster workers when its inspector's port is opened (SIGUSR1, `inspector.open()`), as a message that `process` emits:
 *   `NotifyClusterWorkersDebugEnabled` in src/inspector_agent.cc.
 * - A program that debugs itself looks `connect` up on its session, then `post`, which are accessors that give the same functions; by
 *   then or later it listens to pauses. Profilers, coverage and heap snapshots do not.
 *
 * Gives what takes it back.
 */
export function watchDebuggers (listeners: HiddenListeners, onArrival: () => void): () => void {
  const onMessage = (message: unknown): void => {
    if (isObject(message) && getOwnPropertyDescriptor(message, 'cmd')?.value === 'NODE_DEBUG_ENABLED') onArrival()
  }
  listeners.add('internalMessage', onMessage as () => void)
  const takeBack = watchSessions(onArrival)
  return () => {
    listeners.remove('internalMessage', onMessage as () => void)
    takeBack()
  }
}

function watchSessions (onArrival: () => void): () => void {
  const { prototype } = (require('node:inspector') as typeof import('node:inspector')).Session as unknown as { prototype: object }
  const before = getOwnPropertyDescriptor(prototype, 'connect')
  if (before?.configurable !== true || typeof before.value !== 'function') return () => {}
  let isOn = true
  let connect: unknown = before.value
  defineProperty(prototype, 'connect', {
    configurable: true,
    enumerable: before.enumerable === true,
    get (this: object) {
      if (isOn && this !== prototype && isObject(this)) watchPosts(this, () => { if (isOn) onArrival() })
      return connect
    },
    set (this: object, value: unknown) {
      if (this === prototype) connect = value
      else defineProperty(this, 'connect', { value, configurable: true, enumerable: true, writable: true })
    },
  })
  return () => {
    isOn = false
    defineProperty(prototype, 'connect', { ...before, value: connect })
  }
}

function watchPosts (session: object, onDebugging: () => void): void {
  if (getOwnPropertyDescriptor(session, 'post') !== undefined) return
  defineProperty(session, 'post', {
    configurable: true,
    enumerable: false,
    get (this: object) {
      if (isDebugging(session)) onDebugging()
      return inheritedPost(session)
    },
    set (this: object, value: unknown) {
      defineProperty(this, 'post', { value, configurable: true, enumerable: true, writable: true })
    },
  })
}

function inheritedPost (session: object): unknown {
  return (getPrototypeOf(session) as { post?: unknown } | null)?.post
}

function isDebugging (session: object): boolean {
  const events = getOwnPropertyDescriptor(session, '_events')?.value as unknown
  if (!isObject(events)) return false
  for (let index = 0; index < DEBUGGING.length; index++) if (getOwnPropertyDescriptor(events, DEBUGGING[index]!) !== undefined) return true
  return false
}
