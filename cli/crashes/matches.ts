import type { Capsule } from '../../src/capsule/read'
import type { CrashSummary } from '../../src/repository/crash-summary'
import { framePlace } from '../../src/values/frame-place'

/** A place where a term was found: `where` names it, `text` is what stands there. `isShown`: the row of the crash shows it already. */
export interface Hit { where: string, text: string, frame?: number, path?: string, isShown?: true }

/** Whether a text holds the term, in any case. */
export const holdsTerm = (text: string, term: string): boolean => text.toLowerCase().includes(term.toLowerCase())

/** Fields of a crash's row in which a term stands. Of a fingerprint and an id only the beginning counts. */
export function summaryFields (crash: CrashSummary, term: string): Hit[] {
  const { exception, culprit, place, fingerprint, id } = crash
  const fields: [string, string | undefined][] = [
    ['type', exception.type], ['message', exception.message], ['culprit', culprit], ['function', place?.function], ['file', place?.file],
  ]
  const hits = fields.flatMap(([where, text]): Hit[] => text !== undefined && holdsTerm(text, term)
    ? [where === 'function' ? { where, text } : { where, text, isShown: true }] : [])
  if (/^[0-9a-f]{4,64}$/i.test(term)) {
    for (const [where, text] of [['fingerprint', fingerprint], ['id', id]] as const) {
      if (text.startsWith(term.toLowerCase())) hits.push({ where, text, isShown: true })
    }
  }
  return hits
}

/** Frames whose function or file holds a term. */
export function frameFields ({ crash }: Capsule, term: string): Hit[] {
  return crash.frames.flatMap((frame): Hit[] => {
    const { function: name, file, line } = framePlace(frame)
    return holdsTerm(name, term) || holdsTerm(file, term)
      ? [{ where: `frame ${frame.index} ${name || '<anonymous>'}  ${file}${line > 0 ? `:${line}` : ''}`, text: '', frame: frame.index }] : []
  })
}
