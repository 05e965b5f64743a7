import type { Debugger } from 'node:inspector'
import type { Config } from '../config/config'
import type { CrashRecord, Signal } from '../model'

/*
 * What `faultsnap attach` and the recorder that it brings into a running program (agent/remote) say to each other: JSON both ways, in one
 * `Runtime.callFunctionOn` each.
 */

/** `overrides`: options that were given where `attach` runs; `mask` and `maskPatterns` come on top of the program's own. */
export interface RemoteSetup { overrides: Partial<Config>, mask: string[], maskPatterns: string[] }

/** `problems`: what is wrong with the program's own configuration. */
export interface RemoteReady { config: Pick<Config, 'uncaughtPauseMs' | 'caughtPauseMs' | 'nodeFrames'>, problems: string[] }

/**
 * A pause. Object ids are those of another session, which mean nothing in the program: each is replaced by a name, and the live
 * objects come as arguments of the call in the order of `names`. `urls`: by script id, of all frames.
 */
export interface RemotePause {
  params: Pick<Debugger.PausedEventDataType, 'reason' | 'callFrames' | 'data'>
  names: string[]
  urls: Record<string, string>
  walkMs: number
  /** There is an exception, and it is among the values or in `params.data`. */
  hasException: boolean
}

/** `scriptIds`: scripts that frames stand in and functions are written in. `walkMs`: what the walk took. */
export interface RemoteWalked { scriptIds: string[], objects: number, walkMs: number, hasUserFrames: boolean }

/** `exception`: what the capsule says in its place where nothing was thrown. `isIdle`: no code of the program was running. */
export interface RemoteBuild {
  signal: Signal
  id: string
  scripts: { id: string, url: string, hash: string, isModule: boolean, sourceMapURL: string }[]
  exception?: { type: string, message: string }
  isIdle: boolean
  notes: string[]
}

/** `scriptIds`: by index in the crash's list of scripts. Everything in it is masked. */
export interface RemoteBuilt { record: CrashRecord, scriptIds: string[], config: Pick<Config, 'sources'> }

/** The methods of the recorder in the program: each takes one of the above as JSON and gives one as JSON. */
export type RemoteMethod = 'setUp' | 'take' | 'walk' | 'build' | 'maskSource' | 'openDoor' | 'closeDoor' | 'close'

/** Beginning of the names of our own scripts, whose frames are left out. */
export const OWN_SCRIPTS = 'faultsnap:'
