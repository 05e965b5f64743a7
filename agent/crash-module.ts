import { ownFile } from './own-files'

/** `crash.cjs`: what is needed only when a crash is written. */
export const crashModule = (): typeof import('./crash') => ownFile('crash')
