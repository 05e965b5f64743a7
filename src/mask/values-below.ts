import type { NameGrade } from './secret-names'
import { isSecretText } from './secret-values'
import type { GradeOf } from './named-values'
import { nameBefore } from './name-before'
import type { Spans } from './spans'
import { isSpokenPassword } from './spoken-secrets'
import { isGenerated } from './taint-chunks'
import { isTaint } from './taint-values'

/** A line's end, which may be escaped. */
const LINE_END = '(?:\\r?\\n|(?:\\\\r)?\\\\n)'
const WORD_ALONE = new RegExp(`${LINE_END}[ \\t]{0,40}([^\\s"'\`<>\\\\:=()[\\]{},;|]{6,200}={0,2})[ \\t]{0,40}(?=${LINE_END}|["'\`]|$)`, 'y')
const BLOCK = new RegExp(`[|>][+-]?\\d?[+-]?[ \\t]{0,40}(?:#[^\\n\\\\]{0,200})?${LINE_END}`, 'y')
const BLOCK_LINE = new RegExp(`([ \\t]*)([^\\n\\\\"'\`]*?)(?:${LINE_END}|["'\`\\\\]|$)`, 'y')
const MAX_LINES = 200

const HEREDOC = /<<[-~]?[ \t]?["']?([A-Za-z_]\w{0,40})["']?\r?\n/y
const MAX_HEREDOC_CHARS = 32 * 1024

/**
 * Adds what stands below its secret name, whose colon is followed at `at` by the line's end or a sign of YAML's: a word alone in the next
 * line (`password:\nKx8…`), the lines of a block (`password: |-`). Gives whether the value, if there is one, is below.
 */
export function findValueBelow (text: string, nameStart: number, at: number, grade: NameGrade, spans: Spans): boolean {
  BLOCK.lastIndex = at
  if (BLOCK.test(text)) {
    findBlock(text, nameStart, BLOCK.lastIndex, grade, spans)
    return true
  }
  WORD_ALONE.lastIndex = at
  const value = grade < 2 ? undefined : WORD_ALONE.exec(text)?.[1]
  if (value === undefined || !isSecretText(grade, value)) return false
  if (!(value.length >= 12 && isGenerated(value)) && (grade < 3 || !isSpokenPassword(value, false) || /^[A-Z][A-Z\d_]*$/.test(value))) return false
  const start = text.indexOf(value, at)
  spans.push(start, start + value.length)
  return true
}

/** All lines that are further in than the name's. */
function findBlock (text: string, nameStart: number, from: number, grade: NameGrade, spans: Spans): void {
  const lineStart = Math.max(text.lastIndexOf('\n', nameStart) + 1, nameStart - 200)
  const indent = /^[ \t]*/.exec(text.slice(lineStart, nameStart))![0].length
  let at = from
  for (let line = 0; line < MAX_LINES && at < text.length; line++) {
    BLOCK_LINE.lastIndex = at
    const match = BLOCK_LINE.exec(text)
    if (match === null || match[0] === '') return
    const [whole, blanks, value] = match as unknown as [string, string, string]
    if (value !== '' && blanks.length <= indent) return
    if (value !== '' && (grade === 3 ? isSecretText(grade, value) : isTaint(value, grade))) {
      spans.push(at + blanks.length, at + blanks.length + value.length)
    }
    at += whole.length
  }
}

/** Adds the texts of `password = <<EOF` and `password<<EOF`, as Terraform and workflows of GitHub's have them. */
export function findHeredocs (text: string, gradeOf: GradeOf, spans: Spans): void {
  for (let at = text.indexOf('<<'); at !== -1; at = text.indexOf('<<', at + 2)) {
    HEREDOC.lastIndex = at
    const match = HEREDOC.exec(text)
    if (match === null) continue
    let separator = at
    while (separator > 0 && at - separator < 20 && /[ \t=]/.test(text[separator - 1]!)) separator--
    // A command that is fed with it is another matter.
    if (separator < at && !text.slice(separator, at).includes('=')) continue
    const grade = gradeOf(nameBefore(text, separator)?.name ?? '')
    if (grade === 0) continue
    const start = HEREDOC.lastIndex
    const rest = text.slice(start, start + MAX_HEREDOC_CHARS)
    const end = new RegExp(`(?:^|\\n)[ \\t]{0,80}${match[1]!}(?!\\w)`).exec(rest)?.index ?? rest.length
    const value = rest.slice(0, end)
    if (grade === 3 ? isSecretText(grade, value) : isTaint(value.trim(), grade)) spans.push(start, start + end)
    at = start + end - 2
  }
}
