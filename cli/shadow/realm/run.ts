import { SHADOW_NAMES } from '../../../src/postmortem/shadow-names'
import type { Question } from '../protocol'
import { rebuild, valueOrRefuse } from './build'
import { constructorNamed } from './classes'
import { apply, defineProperty, mapGet, mapSet } from './originals'
import { forgetPrivateKeys, hasPrivate, privateKey } from './private-fields'
import { isRefusal } from './refusal'
import { declared, ownVariable, scopeOf, thisOf, type FrameScopes } from './scope'

/** `isThrown`: `value` was thrown. */
export interface Outcome { value: unknown, isThrown: boolean }

const evaluateIndirectly = eval
/** Direct `eval` in a sloppy function: the value is that of the last statement, as in a console. */
const evaluateWithin = evaluateIndirectly(`(function ($faultsnap_scope, $faultsnap_code) { with ($faultsnap_scope) { return eval($faultsnap_code) } })
//# sourceURL=faultsnap:run`) as (scope: object, code: string) => unknown

const SOURCE = '\n//# sourceURL=console'

export function run (question: Question, frames: readonly FrameScopes[]): Outcome {
  try {
    return { value: question.call !== undefined ? call(question.call) : evaluate(question.evaluate!, frames), isThrown: false }
  } catch (error) {
    return { value: error, isThrown: true }
  } finally {
    forgetPrivateKeys()
  }
}

function evaluate ({ code, frame: index }: { code: string, frame?: number }, frames: readonly FrameScopes[]): unknown {
  const frame = index === undefined ? undefined : frames[index]
  const helpers: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  defineProperty(helpers, SHADOW_NAMES.this, { get: () => thisOf(frame) })
  helpers[SHADOW_NAMES.private] = privateKey
  helpers[SHADOW_NAMES.hasPrivate] = hasPrivate
  helpers[SHADOW_NAMES.instanceOf] = constructorNamed
  helpers[SHADOW_NAMES.declare] = (name: string, get: () => unknown, set: (value: unknown) => void): void => {
    mapSet(declared, name, { get, set })
  }
  helpers[SHADOW_NAMES.variable] = (name: string, value?: unknown): void => {
    if (value !== undefined || mapGet(declared, name) === undefined) mapSet(declared, name, ownVariable(value))
  }
  return evaluateWithin(scopeOf(frame, helpers), code + SOURCE)
}

function call ({ code, thisValue, args }: NonNullable<Question['call']>): unknown {
  const helpers = `$faultsnap_private, $faultsnap_hasPrivate, $faultsnap_instanceOf`
  const make = evaluateIndirectly(`(function (${helpers}) { return ${code}\n})${SOURCE}`) as (...helpers: unknown[]) => unknown
  const called = make(privateKey, hasPrivate, constructorNamed)
  if (typeof called !== 'function') throw new TypeError('Given expression does not evaluate to a function')
  const given = args.map((arg, index) => valueOrRefuse(rebuild(arg, () => `argument ${index + 1}`)))
  const self = thisValue === undefined ? undefined : valueOrRefuse(rebuild(thisValue, () => 'this'))
  return apply(called as () => unknown, self, given)
}

const MAX_MESSAGE_CHARS = 10_000

/** What an error says, as V8 reports an uncaught one. */
export function messageOf (error: unknown): string {
  try {
    if (typeof error === 'object' && error !== null) {
      const { name, message } = error as Error
      if (typeof message === 'string') return cleaned(`${typeof name === 'string' && name !== '' ? `${name}: ` : ''}${message}`).slice(0, MAX_MESSAGE_CHARS)
    }
    return String(error).slice(0, MAX_MESSAGE_CHARS)
  } catch {
    return 'Error'
  }
}

/** Private fields are looked up by symbols, which is nobody's business. */
const cleaned = (text: string): string => text.replace(/Symbol\((#[^)]*)\)/g, '$1').replace(/\$faultsnap_this\b/g, 'this')

/** Takes our own frames out of the stack of an error that the expression made. */
export function cleanError (error: unknown): void {
  try {
    if (typeof error !== 'object' || error === null) return
    const descriptor = Object.getOwnPropertyDescriptor(error, 'message')
    if (typeof descriptor?.value === 'string' && cleaned(descriptor.value) !== descriptor.value && descriptor.configurable) {
      defineProperty(error, 'message', { ...descriptor, value: cleaned(descriptor.value) })
    }
    const { stack } = error as Error
    if (typeof stack !== 'string') return
    const head: string[] = []
    for (const line of stack.split('\n')) {
      if (/^\s+at .*faultsnap:/.test(line)) {
        if (isRefusal(error)) continue
        break
      }
      head.push(line.replace(/^(\s+at )Proxy\.(?=.* \(console:)/, '$1').replace(/^(\s+at )eval \(((?:console|.*):\d+:\d+)\)$/, '$1$2').replace(/^(\s+at )eval \(eval at .*, (<anonymous>:\d+:\d+)\)$/, '$1$2'))
    }
    defineProperty(error, 'stack', { value: cleaned(head.join('\n')), configurable: true, writable: true, enumerable: false })
  } catch {
    // Frozen, or a proxy.
  }
}
