import { MAX_KEPT_CHARS } from './breadcrumb-ring'
import { shownObject, type Shown } from './shown-object'

const MAX_ARGUMENTS = 10

/**
 * What a console call printed, by the rules of Node's `util.format`: with what its directives (`%s` and so on) stand for in their places,
 * so that a secret is masked by what is printed before it. Objects are shown one level deep; no code of the program runs.
 */
export function consoleText (args: readonly unknown[]): string | readonly Shown[] {
  const [first] = args
  const parts: Shown[] = []
  let used = 0
  if (typeof first === 'string' && args.length > 1) {
    used = 1
    const format = first.slice(0, MAX_KEPT_CHARS)
    let at = 0
    for (const { 0: directive, index } of format.matchAll(/%[sdifjoOc%]/g)) {
      const isUsed = directive !== '%%' && used < args.length
      if (directive !== '%%' && !isUsed) continue
      parts.push(format.slice(at, index), ...isUsed ? formatted(directive, args[used++]) : ['%'])
      at = index + directive.length
    }
    parts.push(format.slice(at))
  }
  for (let index = used; index < args.length && index < MAX_ARGUMENTS; index++) parts.push(index > 0 ? ' ' : '', ...described(args[index]))
  if (args.length > Math.max(MAX_ARGUMENTS, used)) parts.push(' …')
  return parts.every(part => typeof part === 'string') ? parts.join('') : parts
}

/** `directive`: `%` and a letter. */
function formatted (directive: string, value: unknown): readonly Shown[] {
  // Styles of a browser's console: Node prints none.
  if (directive === '%c') return ['']
  const isPrimitive = value === null || (typeof value !== 'object' && typeof value !== 'function')
  if (isPrimitive && 'dif'.includes(directive[1]!)) return [numberText(directive, value)]
  if (typeof value === 'string' && directive !== '%s') return [directive === '%j' ? JSON.stringify(cut(value)) : `'${cut(value)}'`]
  return described(value)
}

function numberText (directive: string, value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'symbol') return 'NaN'
  if (directive === '%d') return String(Number(value))
  return String(directive === '%i' ? parseInt(String(value), 10) : parseFloat(String(value)))
}

function described (value: unknown): readonly Shown[] {
  if (typeof value === 'object' && value !== null) return shownObject(value)
  return [typeof value === 'string' ? cut(value) : typeof value === 'function' ? '[Function]' : String(value)]
}

const cut = (text: string): string => text.length > MAX_KEPT_CHARS ? text.slice(0, MAX_KEPT_CHARS) : text
