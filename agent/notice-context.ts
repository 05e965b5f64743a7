import type { CrashRecord, FrameRecord } from '../src/model'
import { framePlace } from '../src/values/frame-place'
import { previewValue } from '../src/values/preview'
import { safeText } from '../src/terminal/safe-text'
import type { PackedPlace } from './pack/packing'

const MAX_VARIABLES = 8
const MAX_CHARS = 100

/** Error, place and the variables nearest to it: a few lines for a person at a terminal. */
export function contextBlock (record: CrashRecord, place: PackedPlace | undefined): string {
  const { crash } = record
  const frame = crash.frames.find(({ inApp, kind }) => inApp && kind === 'call') ?? crash.frames.find(({ inApp }) => inApp)
  const lines = [`  ${crash.exception.type}: ${safeText(firstLine(crash.exception.message))}`]
  if (frame !== undefined) {
    const { function: name, file, line, column } = place ?? framePlace(frame)
    lines.push(`  at ${safeText(name === '' ? '(anonymous)' : name)} (${safeText(`${file}:${line}:${column}`)})`)
    lines.push(...variables(record, frame))
  }
  return lines.join('\n') + '\n'
}

function variables ({ crash }: CrashRecord, frame: FrameRecord): string[] {
  const near = frame.scopes.filter(({ type }) => type !== 'closure' && type !== 'module' && type !== 'script')
  return near
    .flatMap(scope => scope.variables)
    .slice(0, MAX_VARIABLES)
    .map(({ name, value }) => `    ${safeText(name)} = ${safeText(previewValue(crash, value, MAX_CHARS))}`)
}

function firstLine (text: string): string {
  const end = text.indexOf('\n')
  return end < 0 ? text : text.slice(0, end)
}
