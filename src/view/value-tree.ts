import type { CrashDocument, Value } from '../model'
import { clipEnd } from '../terminal/clip'
import { safeText } from '../terminal/safe-text'
import { hasMembers, membersOf } from '../values/members'
import { nodeOf } from '../values/node-of'
import { previewValue } from '../values/preview'
import { typeOf } from '../values/type-of'

/**
 * `depth`: levels of objects that are opened. `maxChars`: characters of a line's value. `columns`: lines are cut to so many;
 * whole unless said. `maxLines`: of all, 10,000 unless said.
 */
export interface ValueTreeOptions { depth: number, maxChars: number, columns?: number, maxLines?: number }

/**
 * A value's members, one per line and level by level indented, without the value itself: `name: preview`, or the type alone where
 * the members follow. An object that lies within itself is `[Circular]`. Safe to print. Empty for values without members.
 */
export function renderValueTree (crash: CrashDocument, value: Value, options: ValueTreeOptions): string[] {
  const { depth, maxChars, columns = Number.MAX_SAFE_INTEGER, maxLines = 10_000 } = options
  const lines: string[] = []
  const push = (line: string): number => lines.push(clipEnd(line, columns))
  const around: unknown[] = []
  let isCut = false
  const open = (opened: Value, level: number): void => {
    around.push(nodeOf(crash, opened))
    const indentation = '  '.repeat(level)
    for (const member of membersOf(crash, opened)) {
      isCut ||= lines.length >= maxLines
      if (isCut) break
      const label = safeText(member.label, 200)
      if (member.kind === 'note') {
        push(`${indentation}${label}`)
        continue
      }
      const isCircular = around.includes(nodeOf(crash, member.value) ?? null)
      const isOpened = !isCircular && level + 1 < depth && hasMembers(crash, member.value)
      const text = isCircular ? '[Circular]'
        : isOpened ? typeOf(crash, member.value) : previewValue(crash, member.value, maxChars)
      push(`${indentation}${label}${label.endsWith('=>') ? '' : ':'} ${safeText(text, maxChars + 20)}`)
      if (isOpened) open(member.value, level + 1)
    }
    around.pop()
  }
  if (depth > 0) open(value, 0)
  if (isCut) push(`… more than ${maxLines} lines: give a lower depth, or ask for one value with get`)
  return lines
}
