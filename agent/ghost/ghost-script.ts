import { stringEndsWith } from '../primordials'

/** Of the agent's scripts the one that has the wrappers of `ghost()`. */
export const isGhostScript = (url: string): boolean => stringEndsWith(url, 'ghost.cjs')
