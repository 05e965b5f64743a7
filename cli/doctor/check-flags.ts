import type { Check } from './check'

interface Hazard { pattern: RegExp, state: 'warning' | 'failed', text: string, fix: string }

/** Options of Node.js that take something from the recorder, and what to do. Measured on Node 20 to 26. */
const HAZARDS: readonly Hazard[] = [
  { pattern: /^--inspect(?:-brk|-wait)?(?:=|$)/, state: 'warning',
    text: 'a debugger may be attached: the recorder stays out of its way and records no variables',
    fix: 'Leave --inspect out where crashes should be recorded.' },
  { pattern: /^--(?:test|experimental-test)(?:=|$)/, state: 'warning',
    text: 'failed tests are no crashes: what a test throws is not recorded',
      fix: 'Run the file without --test to record its crash.' },
  { pattern: /^--watch(?:-path)?(?:=|$)/, state: 'warning',
    text: 'the watching parent is a launcher: only the process that it starts is recorded',
      fix: 'Nothing, if the crash happens there.' },
  { pattern: /^--(?:experimental-)?permission$/, state: 'warning',
    text: 'the permission model keeps the recorder from the inspector and from writing',
    fix: 'Allow --allow-fs-write for the repository, --allow-worker, and on Node.js 24 and later --allow-inspector.' },
]

/** What the options of a command, those of `NODE_OPTIONS` included, mean for the recorder. None for harmless ones. */
export function checkFlags (options: readonly string[]): Check[] {
  return HAZARDS.flatMap(({ pattern, state, text, fix }): Check[] => {
    const option = options.find(each => pattern.test(each))
    return option === undefined ? [] : [{ name: 'option', state, text: `${/^[^=]*/.exec(option)![0]}: ${text}`, fix }]
  })
}
