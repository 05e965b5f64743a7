import { secretsOfCommand } from '../../src/mask/command-secrets'
import { MASKED } from '../../src/mask/spans'
import type { Value } from '../../src/model'
import { regExpExec, stringSlice } from '../primordials'
import type { GraphWalk } from './graph-walk'
import { taintFrom } from './secret-values'

/** In a list of field names (`['id', 'password', 'createdAt']`) a name has neighbours like these: no secrets. */
const WORDS = /^[A-Za-z_$. -]*$/

/** A longer list is no command line. */
const MAX_ARGUMENTS = 60

/** A name, and no path or sentence that ends with a secret's word. */
const NAME = /^[^\s/\\?!,;'"(){}]{1,80}$/

/**
 * Masks, in their list, the strings that stand right after a secret's name: the value of a flag in a list of arguments
 * (`['--password', 'x']`), and values of lists of pairs (`rawHeaders`, an entry of `Object.entries`, `URLSearchParams`).
 * `length` is that of the list in the program.
 */
export function maskNeighbours (walk: GraphWalk, elements: Value[], length: number): void {
  for (let index = 1; index < elements.length; index++) {
    const name = elements[index - 1]!
    const value = elements[index]!
    if (typeof name !== 'string' || typeof value !== 'string' || value === MASKED) continue
    if (name[0] === '-' ? !isFlagsValue(walk, name, value) : !isPairsValue(walk, name, value, index, length)) continue
    if (name[0] === '-') walk.masker.addTaintsOf([name, value])
    else taintFrom(value, walk.masker, name)
    elements[index] = walk.absent('masked')
  }
  if (elements.length <= MAX_ARGUMENTS && length === elements.length) maskOfCommand(walk, elements)
}

/** What single-letter flags mean for the command that the list begins with: `['mysql', '-uroot', '-pPassword1']`. */
function maskOfCommand (walk: GraphWalk, elements: Value[]): void {
  if (typeof elements[0] !== 'string') return
  let hasFlag = false
  const words: string[] = []
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index]
    words[index] = typeof element === 'string' ? element : ''
    hasFlag ||= words[index]![0] === '-'
  }
  if (!hasFlag) return
  const parts = secretsOfCommand(words)
  for (let index = 0; index < parts.length; index++) {
    const { index: at, from } = parts[index]!
    const secret = stringSlice(words[at]!, from)
    if (secret === '' || secret === MASKED) continue
    taintFrom(secret, walk.masker, 'password')
    walk.count('masked')
    elements[at] = from === 0 ? { missing: 'masked' } : stringSlice(words[at]!, 0, from) + MASKED
  }
}

function isFlagsValue (walk: GraphWalk, flag: string, value: string): boolean {
  return walk.masker.maskArgv([flag, value])[1] === MASKED
}

function isPairsValue (walk: GraphWalk, name: string, value: string, index: number, length: number): boolean {
  return length % 2 === 0 && index % 2 === 1 && regExpExec(NAME, name) !== null && regExpExec(WORDS, value) === null && walk.masker.isSecret(name, value)
}
