type CrashModule = typeof import('./crash')

let loaded: CrashModule | undefined

/** `crash.cjs`, built beside this file. Kept out of this bundle, so that it is read only when it is needed. */
export function crashModule (): CrashModule {
  return loaded ??= require('./crash.cjs') as CrashModule
}
