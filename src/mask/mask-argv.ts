import { secretsOfCommand } from './command-secrets'
import type { NameGrade } from './secret-names'
import { isBenignValue } from './secret-values'
import { MASKED } from './spans'

/** What {@link maskArguments} needs of a masker. */
export interface ArgumentMasker {
  gradeOf (name: string): NameGrade
  maskUrl (url: string): string
  maskText (text: string): string
}

const FLAG = /^--?([A-Za-z][\w.:-]+)$/
const ASSIGNMENT = /^(-{0,2})([A-Za-z_][\w.:-]*)=([^]*)$/
const USER_FLAG = /^(?:-u|--user|--proxy-user)$/

/**
 * The arguments with secrets replaced, one for one: `--password x`, `--password=x`, `-password x`, `KEY=x`, `-u user:x`, URLs,
 * and whatever a text may hold. What single-letter flags mean (`-p x`) cannot be known. A flag that follows a secret-named flag
 * (`--token --verbose`) is no value.
 */
export function maskArguments (argv: readonly string[], masker: ArgumentMasker): { masked: string[], count: number } {
  const masked: string[] = []
  let count = 0
  const parts = new Map(secretsOfCommand(argv).map(({ index, from }) => [index, from]))
  for (let index = 0; index < argv.length; index++) {
    const argument = String(argv[index])
    const from = parts.get(index)
    const value = isValueOfFlag(argv, index, masker) ? MASKED
      : from !== undefined ? argument.slice(0, from) + MASKED : assignedValue(argument, masker)
    if (value !== undefined) count++
    masked.push(value ?? (argument.includes('://') ? masker.maskUrl(argument) : masker.maskText(argument)))
  }
  return { masked, count }
}

/** The secrets among the arguments and the names that they stand under: `--password x`, `--password=x`, `KEY=x`. */
export function secretArguments (argv: readonly string[], gradeOf: ArgumentMasker['gradeOf']): { name: string, value: string }[] {
  const found: { name: string, value: string }[] = []
  for (const { index, from } of secretsOfCommand(argv)) found.push({ name: 'password', value: argv[index]!.slice(from) })
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index]!
    if (isValueOfFlag(argv, index, { gradeOf })) {
      if (USER_FLAG.test(argv[index - 1]!)) found.push({ name: 'password', value: argument.slice(argument.indexOf(':') + 1) })
      else found.push({ name: argv[index - 1]!, value: argument })
    }
    if (assignedValue(argument, { gradeOf }) !== undefined) {
      const separator = argument.indexOf('=')
      found.push({ name: argument.slice(0, separator), value: argument.slice(separator + 1) })
    }
  }
  return found
}

function isValueOfFlag (argv: readonly string[], index: number, masker: Pick<ArgumentMasker, 'gradeOf'>): boolean {
  const argument = String(argv[index])
  const before = index === 0 ? '' : String(argv[index - 1])
  // Docker's `--user 1000:1000` is no password.
  if (USER_FLAG.test(before)) return /^[^\s:]+:./.test(argument) && !/^\d+:\d{1,5}$/.test(argument)
  const flag = FLAG.exec(before)
  if (flag === null || masker.gradeOf(flag[1]!) === 0 || argument === '') return false
  return !FLAG.test(argument) && !isBenignValue(argument)
}

/** The whole argument with its value masked, if the name before its first `=` is secret. */
function assignedValue (argument: string, masker: Pick<ArgumentMasker, 'gradeOf'>): string | undefined {
  const match = ASSIGNMENT.exec(argument)
  if (match === null || match[3] === '' || isBenignValue(match[3]!) || masker.gradeOf(match[2]!) === 0) return undefined
  return `${match[1]}${match[2]}=${MASKED}`
}
