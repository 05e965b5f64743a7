import type { Cut, MissingReason, MissingValue } from '../model'
import { countText } from '../values/missing-words'

/** Why `place` (an expression, such as `user.password`) has no value, as the message of an error: one sentence without a full stop. */
export function missingSentence (place: string, { missing, size, value }: MissingValue): string {
  switch (missing) {
    case 'masked': return `${place} was masked and cannot be recovered`
    case 'getter': return `${place} is a getter, which was not invoked: captured code does not run`
    case 'proxy': return `${place} is behind a proxy, whose traps were not run`
    case 'depth': return `${place} was not recorded: it lies deeper than the option maxDepth reaches`
    case 'items': return `${place} was not recorded: more than the option maxItems keeps`
    case 'total': return `${place} was not recorded: more than the option maxTotalItems keeps`
    case 'time': return `${place} was not recorded: the time for the pause was over`
    case 'string': return `${place} was cut: ${countText(value?.length ?? 0)} of ${size === undefined ? 'more' : countText(size)} ` +
      'characters were recorded'
    case 'optimized-out': return `${place} was optimised away by V8`
    case 'uninitialized': return `Cannot access '${place}' before initialization`
    case 'async': return `${place} belongs to a caller that was suspended in an await: its variables were not on the stack`
    case 'unarmed': return `${place} was not recorded: FaultSnap was not armed when the error was thrown`
    default: return `${place} was not recorded (${String(missing).slice(0, 40)})`
  }
}

/** Why a name is not among the variables of a frame that has none. */
export function missingFrameSentence (name: string, reason: MissingReason): string {
  const why = reason === 'async' ? 'its function was suspended in an await, and was not on the stack'
    : reason === 'unarmed' ? 'FaultSnap was not armed when the error was thrown' : `of this frame no variables were recorded (${String(reason).slice(0, 40)})`
  return `${name} is unknown: ${why}`
}

/** What to say of a part that a limit or a mask took off an object. `kept`: how many of it were recorded. */
export function cutSentence (
  place: string, { what, reason, count }: Omit<Cut, 'what'> & { what: string }, kept: number, size = kept + count,
): string {
  const parts = what === 'privates' ? 'private fields' : what === 'internals' ? 'internal slots' : what
  const some = kept === 0 ? `none of the ${parts} of ${place}` : `only ${countText(kept)} of the ${parts} of ${place}`
  const all = count > 0 ? ` of ${countText(size)}` : ''
  return reason === 'masked' ? `the ${parts} of ${place} were masked and cannot be recovered`
    : `${kept === 0 || all === '' ? some : `only ${countText(kept)}${all} ${parts} of ${place}`} were recorded (${reason})`
}

/** An object's class is the program's: whether its prototype has the member, or a getter for it, no capsule says. */
export const unknownMember = (place: string, className: string): string =>
  `${place} is unknown: the prototype of ${className} (methods, getters) is code, which was not recorded`

export const CALLED_SENTENCE = 'captured functions do not run: the program is dead'
export const PATHS_ONLY = 'Without side effects only paths of recorded properties are answered'
