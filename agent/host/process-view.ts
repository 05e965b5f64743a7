import { types } from 'node:util'
import { arrayIsArray, getOwnPropertyDescriptor, listOf } from '../primordials'
import { isObject } from '../snapshot/snapshot-store'

/** Node's own, from before a program replaced them by a Proxy, an accessor or nothing. */
const { env, argv, execArgv } = process

/** The environment as the program has it now; an object of its own is taken, one that would run code is not. */
export function programEnv (): NodeJS.ProcessEnv {
  const now = valueOf('env')
  return isObject(now) ? now as NodeJS.ProcessEnv : env
}

/** A copy of `process.argv` as it is now. */
export function programArgv (): string[] {
  return textsOf('argv', argv)
}

/** A copy of `process.execArgv` as it is now. */
export function programExecArgv (): string[] {
  return textsOf('execArgv', execArgv)
}

function textsOf (name: string, atStart: readonly string[]): string[] {
  const now = valueOf(name)
  return listOf(arrayIsArray(now) ? now as string[] : atStart).filter(text => typeof text === 'string')
}

function valueOf (name: string): unknown {
  const value = getOwnPropertyDescriptor(process, name)?.value as unknown
  return isObject(value) && types.isProxy(value) ? undefined : value
}
