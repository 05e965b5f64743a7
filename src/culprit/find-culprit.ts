import { isMissing, type CrashDocument, type CulpritRecord, type CulpritStep, type ExceptionRecord, type FrameRecord } from '../model'
import { framesOnStack } from '../stack/frames-on-stack'
import { fileOfUrl } from '../stack/in-app'
import { assertionError } from './assertion'
import { callError, errorAlone, handedOnError } from './call-errors'
import { engineError } from './engine-errors'
import { evaluate } from './evaluate'
import { isMinified, isNamed } from './expression-text'
import { isLiteral, subjectOf, type Finding } from './finding'
import { jsonBody } from './json-errors'
import { Places, type CulpritSources } from './place'
import { recursion } from './recursion'
import { testedValue } from './tested-value'
import { thrownByProgram } from './thrown-by-program'
import { trailOf, type Step } from './trail'
import { validationAlone, validationError } from './validation-errors'

const MAX_SUMMARY_CHARS = 300
const MAX_EXPRESSION_CHARS = 200

/**
 * Which value broke it, and where it came from, by the syntax at the place of the error and the recorded variables. Undefined when
 * that is unknown: nothing is claimed that they do not prove. Every text of the record is masked. Frames must have their original
 * places already. Never throws for what a crash contains.
 */
export function findCulprit (crash: CrashDocument, sources: CulpritSources): CulpritRecord | undefined {
  const places = new Places(crash, sources)
  const frames = framesOnStack(crash.frames)
  const finding = find(places, crash, frames)
  if (finding === undefined) return ofErrorAlone(crash, sources.mask)
  const { place } = finding
  // That `null` is null says nothing.
  if (finding.node !== undefined && finding.subject === undefined && isLiteral(finding.node) && finding.claim === `is ${subjectOf(place, finding.node)}`) return undefined
  const isUnreadable = isMinified(place)
  if (isUnreadable && finding.node !== undefined && !isNamed(place, finding.node)) return undefined
  // The functions and variables on the way may have no original names, though the expression's own has.
  const steps = finding.node === undefined || isUnreadable ? [] : trailOf(places, place, finding.node)
  return recordOf(finding, steps, sources.mask)
}

function find (places: Places, crash: CrashDocument, frames: readonly FrameRecord[]): Finding | undefined {
  const { exception } = crash
  // Frames of Node itself are not recorded: what it was given stands in the first frame of somebody else's.
  const top = frames.find(frame => !isNodeFrame(crash, frame))
  const place = places.of(top)
  const userFrame = frames.find(frame => frame.inApp)
  const user = places.of(userFrame)
  if (exception.type === 'RangeError' && /^Maximum call stack size exceeded/.test(exception.message)) return recursion(places, crash)
  const asserted = assertionError(crash, user, exception, userFrame === top || isAssertionLibrary(crash, frames, userFrame))
  if (asserted !== undefined) return asserted
  const invalid = user && validationError(user, exception)
  if (invalid !== undefined) return invalid
  if (place === undefined) return undefined
  const isOnTop = frames[0] === top
  const found = (isOnTop ? engineError(place, exception.message) : undefined) ?? callError(place, exception)
  if (found !== undefined) return found
  const isOwn = isOnTop && isEngineText(exception.message) === false
  if (isOwn) return throughHelper(places, thrownByProgram(place))
  return user === undefined || user.frame === place.frame ? undefined : handedOnError(user, exception)
}

/** `invariant(order.total > 0)`: what the caller's condition tested says more than that it was false. */
function throughHelper (places: Places, finding: Finding | undefined): Finding | undefined {
  const passed = finding?.node === undefined ? undefined : trailOf(places, finding.place, finding.node)[0]?.from
  if (passed === undefined || !/^(?:Binary|Logical|Unary|Call)Expression$/.test(passed.node.type)) return finding
  const isHeld = finding!.value === 'true' ? true : finding!.value === 'false' ? false : undefined
  return isHeld === undefined ? finding : testedValue(passed.place, passed.node, isHeld) ?? finding
}

/** V8's own words, whose rules came to no answer: the condition above says nothing about them. */
const isEngineText = (message: string): boolean =>
  /^Cannot (?:read|set) propert|^Cannot destructure| is not (?:a function|iterable|defined|a constructor)$|^Cannot (?:access|mix|convert|assign|add|use) /.test(message)

function isNodeFrame (crash: CrashDocument, frame: FrameRecord): boolean {
  const url = frame.script === undefined ? frame.file : crash.scripts[frame.script]?.url ?? ''
  // Code of the program that it made itself, with `new Function` or `eval`, has no file either.
  return url.startsWith('node:') || (url === '' && !frame.inApp) || fileOfUrl(url).startsWith('node:')
}

/** Chai, uvu and their kind: the frames between the program and the throw are theirs. */
function isAssertionLibrary (crash: CrashDocument, frames: readonly FrameRecord[], user: FrameRecord | undefined): boolean {
  const between = frames.slice(0, user === undefined ? 0 : frames.indexOf(user)).filter(frame => !isNodeFrame(crash, frame))
  return between.every(frame => /[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]*(?:assert|chai|expect|uvu|should|tape|ava|jest|vitest|power)[^\\/]*[\\/]/.test(frame.file))
}

/** An error, what caused it, and what it collects: `fetch failed` says nothing itself. */
function * chainOf (exception: ExceptionRecord): Generator<ExceptionRecord> {
  yield exception
  if (exception.cause !== undefined) yield * chainOf(exception.cause)
  for (const each of exception.errors ?? []) yield * chainOf(each)
}

/** What the error itself says, where it came out of Node without a frame of the program that tells more. */
function ofErrorAlone (crash: CrashDocument, mask: (text: string) => string): CulpritRecord | undefined {
  const found = [...chainOf(crash.exception)].map(each => errorAlone(crash, each) ?? validationAlone(crash, each)).find(Boolean) ?? jsonBody(crash)
  if (found === undefined) return undefined
  return {
    summary: shortened(mask(`${found.subject} ${found.claim}`), MAX_SUMMARY_CHARS), value: shortened(mask(found.value), MAX_EXPRESSION_CHARS), trail: [],
  }
}

function recordOf (finding: Finding, steps: Step[], mask: (text: string) => string): CulpritRecord {
  const { place, node, claim, hint } = finding
  const known = node === undefined ? undefined : evaluate(place, node)
  const handedOn = finding.place.frame.inApp ? undefined : steps.findIndex(step => step.from?.place.frame.inApp === true)
  const step = handedOn === undefined || handedOn < 0 ? undefined : steps[handedOn]!
  const own = step?.from !== undefined && isLiteral(step.from.node) ? undefined : step
  // Deep in a library: what the program handed to it says more than the library's name for it.
  const subject = own?.from !== undefined ? subjectOf(own.from.place, own.from.node)
    : finding.subject ?? (node === undefined ? 'the value' : subjectOf(place, node))
  const trail = steps.map(({ from: _from, ...step }): CulpritStep => ({ ...step, text: mask(step.text), ...step.file !== undefined && { file: mask(step.file) } }))
  const first = step === undefined ? trail[0]?.text : trail[handedOn!]?.text
  const summary = [`${mask(subject)} ${mask(claim)}${hint ? ` (${mask(hint)})` : ''}`, first].filter(Boolean).join(' · ')
  const at = own?.from === undefined ? { place, known } : { place: own.from.place, known: evaluate(own.from.place, own.from.node) }
  const isRecorded = at.known?.path !== undefined && !isMissing(at.known.value)
  return {
    summary: shortened(summary, MAX_SUMMARY_CHARS),
    ...(node !== undefined || own !== undefined) && { expression: shortened(mask(subject.replace(/^`|`$/g, '')), MAX_EXPRESSION_CHARS) },
    value: shortened(mask(finding.value), MAX_EXPRESSION_CHARS),
    frame: at.place.frame.index,
    ...isRecorded && { path: at.known!.path! },
    trail,
  }
}

function shortened (text: string, maxChars: number): string {
  const line = text.replace(/[\r\n]+/g, ' ')
  return line.length <= maxChars ? line : line.slice(0, maxChars - 1).replace(/[\ud800-\udbff]$/, '') + '…'
}
