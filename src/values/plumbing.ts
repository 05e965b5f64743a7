import type { FrameRecord } from '../model'

/** What Node hands to every CommonJS module, in its order. */
export const PLUMBING: readonly string[] = ['exports', 'require', 'module', '__filename', '__dirname']

/**
 * Whether a variable of a frame is one of those: they say nothing about a crash, and stand before the module's own. Only of the
 * frame of a module itself: a function's own variable may well be called `module`.
 */
export function isPlumbing (frame: FrameRecord, name: string): boolean {
  if (!PLUMBING.includes(name)) return false
  const local = frame.scopes.find(({ type }) => type === 'local')?.variables.map(variable => variable.name) ?? []
  return PLUMBING.every(each => local.includes(each))
}
