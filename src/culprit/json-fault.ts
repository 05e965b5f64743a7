const TOKEN = /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\d.eE])|true|false|null))/y
const STRING_BEGIN = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*(?:\\(?:u[0-9a-fA-F]{0,3})?)?/y
const NUMBER_BEGIN = /-?(?:(?:0|[1-9]\d*)(?:\.(?:\d+(?:[eE][+-]?\d*)?)?|[eE][+-]?\d*)?)?/y
const WORDS = ['true', 'false', 'null']

type Wanted = 'value' | 'key' | 'colon' | 'next'

/**
 * Index of the first character that cannot go on as JSON (RFC 8259), the text's length if it ends too early, undefined if it is
 * JSON. V8's message gives a position only sometimes, and a text that was masked has others.
 */
export function jsonFault (text: string): number | undefined {
  const open: ('{' | '[')[] = []
  let wants: Wanted = 'value'
  // `{}` and `[]`: right behind a bracket its end may come.
  let mayEnd = false
  let at = 0
  for (;;) {
    if (wants === 'next' && open.length === 0) return behindSpace(text, at) < text.length ? behindSpace(text, at) : undefined
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (match === null) return faultAt(text, behindSpace(text, at), wants)
    const [whole, mark, string] = match
    const start = at + whole.length - (mark ?? string ?? whole.trimStart()).length
    const kind = mark ?? (string === undefined ? 'atom' : 'string')
    const around = open.at(-1)
    const isEnd = (kind === '}' && around === '{') || (kind === ']' && around === '[')
    if (isEnd && (wants === 'next' || mayEnd)) {
      open.pop()
      wants = 'next'
    } else if (wants === 'value' && (kind === '{' || kind === '[')) {
      open.push(kind)
      wants = kind === '{' ? 'key' : 'value'
      mayEnd = true
      at = start + 1
      continue
    } else if (wants === 'value' && (kind === 'string' || kind === 'atom')) wants = 'next'
    else if (wants === 'key' && kind === 'string') wants = 'colon'
    else if (wants === 'colon' && kind === ':') wants = 'value'
    else if (wants === 'next' && kind === ',') wants = around === '{' ? 'key' : 'value'
    else return start
    mayEnd = false
    at += whole.length
  }
}

/** Within a token of the wanted kind: behind what of it is right. */
function faultAt (text: string, start: number, wants: Wanted): number {
  if (wants === 'next' || wants === 'colon') return start
  if (text[start] === '"') return behind(STRING_BEGIN, text, start)
  if (wants === 'key') return start
  const word = WORDS.find(each => each[0] === text[start])
  if (word === undefined) return behind(NUMBER_BEGIN, text, start)
  let at = start
  while (at < text.length && text[at] === word[at - start]) at++
  return at
}

const behindSpace = (text: string, at: number): number => behind(/[ \t\n\r]*/y, text, at)

function behind (pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return at + pattern.exec(text)![0].length
}
