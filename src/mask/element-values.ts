import type { GradeOf } from './named-values'
import { isSecretText } from './secret-values'
import type { Spans } from './spans'

const MAX_VALUE_CHARS = 1_000

/** Adds the texts of XML elements with secret names: `<password>x</password>`, `<ns:apiKey type="a">x</ns:apiKey>`. */
export function findElementValues (text: string, gradeOf: GradeOf, spans: Spans): void {
  for (let close = text.indexOf('</'); close !== -1; close = text.indexOf('</', close + 2)) {
    const name = /^(?:[\w.-]{1,40}:)?([\w.-]{1,80})\s*>/.exec(text.slice(close + 2, close + 130))?.[1]
    if (name === undefined) continue
    const grade = gradeOf(name)
    if (grade < 2) continue
    const open = text.lastIndexOf('>', close)
    if (open === -1 || close - open > MAX_VALUE_CHARS) continue
    const tag = text.slice(Math.max(0, open - 200), open)
    if (!tag.slice(tag.lastIndexOf('<')).includes(name)) continue
    const value = text.slice(open + 1, close)
    if (isSecretText(grade, value)) spans.push(open + 1, close)
  }
}
