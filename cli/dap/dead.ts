import type { DebugProtocol } from '@vscode/debugprotocol'

/** What a client asks of a program that runs on: each is answered, and the program stands where it stood. */
export const MOVES: ReadonlySet<string> = new Set(['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue', 'pause'])

export const DEAD = 'The program is dead: this is its crash, recorded. Nothing runs on from here.'

/** Requests that would change a program. */
export const CHANGES: ReadonlyMap<string, string> = new Map([
  ['setVariable', 'The program is dead: its variables cannot be set any more.'],
  ['setExpression', 'The program is dead: its variables cannot be set any more.'],
  ['writeMemory', 'The program is dead: its memory cannot be written any more.'],
  ['restartFrame', 'The program is dead: no frame can run again.'],
  ['goto', 'The program is dead: it cannot go anywhere.'],
])

const BREAKPOINT = 'The program is dead: it stopped where it crashed, and never comes to a breakpoint.'

/** Breakpoints of any kind: as many as were asked for, none of them verified. */
export function unverified (asked: readonly unknown[] = []): { breakpoints: DebugProtocol.Breakpoint[] } {
  return { breakpoints: asked.map(() => ({ verified: false, message: BREAKPOINT })) }
}
