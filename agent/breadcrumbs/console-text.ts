import { types } from 'node:util'
import { dataValue } from '../walk/data-value'
import { MAX_KEPT_CHARS } from './breadcrumb-ring'

const MAX_ARGUMENTS = 10

/**
 * What a console call printed, by the rules of Node's `util.format`: with what its directives (`%s` and so on) stand for in their places,
 * so that a secret is masked by what is printed before it. Objects are named only; no code of the program runs.
 */
export function consoleText (args: readonly unknown[]): string {
  const [first] = args
  const used = { count: 0 }
  let text = ''
  if (typeof first === 'string' && args.length > 1) {
    used.count = 1
    text = first.slice(0, MAX_KEPT_CHARS).replace(/%[sdifjoOc%]/g, directive => {
      if (directive === '%%') return '%'
      return used.count < args.length ? formatted(directive, args[used.count++]) : directive
    })
  }
  for (let index = used.count; index < args.length && index < MAX_ARGUMENTS; index++) text += `${index > 0 ? ' ' : ''}${described(args[index])}`
  return args.length > Math.max(MAX_ARGUMENTS, used.count) ? `${text} …` : text
}

/** `directive`: `%` and a letter. */
function formatted (directive: string, value: unknown): string {
  // Styles of a browser's console: Node prints none.
  if (directive === '%c') return ''
  const isPrimitive = value === null || (typeof value !== 'object' && typeof value !== 'function')
  if (isPrimitive && 'dif'.includes(directive[1]!)) return numberText(directive, value)
  if (typeof value === 'string' && directive !== '%s') return directive === '%j' ? JSON.stringify(described(value)) : `'${described(value)}'`
  return described(value)
}

function numberText (directive: string, value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'symbol') return 'NaN'
  if (directive === '%d') return String(Number(value))
  return String(directive === '%i' ? parseInt(String(value), 10) : parseFloat(String(value)))
}

function described (value: unknown): string {
  if (typeof value === 'string') return value.length > MAX_KEPT_CHARS ? value.slice(0, MAX_KEPT_CHARS) : value
  if (typeof value === 'function') return '[Function]'
  if (typeof value !== 'object' || value === null) return String(value)
  if (types.isProxy(value)) return '[Proxy]'
  if (types.isNativeError(value)) {
    const message = dataValue(value, 'message')
    const prototype = Object.getPrototypeOf(value) as object | null
    const name = prototype === null || types.isProxy(prototype) ? undefined : dataValue(prototype, 'name')
    return `${typeof name === 'string' ? name : 'Error'}: ${typeof message === 'string' ? message : ''}`
  }
  return Array.isArray(value) ? `[Array(${value.length})]` : '[Object]'
}
