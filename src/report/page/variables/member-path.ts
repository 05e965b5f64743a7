import { isMissing, isRef, type Value } from '../../../model'
import { getPath } from '../../../values/get-path'
import { stepText, type Path, type Step } from '../../../values/path'
import { shownName, type NamedVariable } from '../../../values/original-name'
import type { Crash, Row } from './row'

/** The path one step below a row's; `undefined` where paths have no word for it (a getter's function). */
export function memberStep (parent: Row, step: string, crash: Crash): Path | undefined {
  const node = crash.nodes[parent.node ?? parent.owner]
  const steps = node && pathSteps(step, Number(step.slice(1)))
  return steps && { variable: parent.path!.variable, steps: [...parent.path!.steps, ...steps] }

  function pathSteps (step: string, index: number): Step[] | undefined {
    switch (step[0]) {
      case 'e': return [{ kind: 'index', key: index }]
      case '#': return [{ kind: 'private', key: node!.privates![index]!.name }]
      case 'i': return [{ kind: 'internal', key: node!.internals![index]!.name.replace(/^\[\[|\]\]$/g, '') }]
      case 'p': {
        const { name, symbol } = node!.properties![index]!
        return [{ kind: symbol ? 'symbol' : 'property', key: name }]
      }
      case 'k': return entrySteps(index, 'key')
      case 'v': {
        const key = literalKey(node!.entries![index]![0])
        return parent.kind === 'entry' || !key ? entrySteps(index, 'value') : [{ kind: 'get', key: key.value }]
      }
    }
    return undefined
  }
}

/** A path for people, and for `get`: see {@link readablePath} for whether it leads there. */
export const pathText = ({ variable, steps }: Path): string => variable + steps.map(stepText).join('')

/** The variable that a row is, or is in; undefined for `this` and what was thrown. */
function variableOf (row: Row): NamedVariable | undefined {
  let at = row
  while (at.parent !== undefined && at.parent.kind !== 'scope') at = at.parent
  return at.property
}

/** The path of a row for people: it begins with the variable's name in the original source, or with both, where that is not known. */
export function shownPath (row: Row): string | undefined {
  const variable = variableOf(row)
  const name = variable?.original === undefined ? undefined : variable.original.name ?? shownName(variable)
  return row.path && (name === undefined ? pathText(row.path) : pathText({ variable: name, steps: row.path.steps }))
}

/**
 * The path of a row if `get --frame` reads back the very value of the row, else `undefined`: a variable may be shadowed by
 * another of its name, two symbols may have one description.
 */
export function readablePath (crash: Crash, row: Row): string | undefined {
  if (!row.path || row.value === undefined) return undefined
  const { original } = variableOf(row) ?? {}
  for (const variable of [original?.name, row.path.variable]) {
    if (variable === undefined) continue
    const text = pathText({ ...row.path, variable })
    if (isReadBack(crash, row, text)) return text
  }
  return undefined
}

function isReadBack (crash: Crash, row: Row, path: string): boolean {
  try {
    const { value } = getPath(crash, path, row.frame)
    return value === row.value || JSON.stringify(value) === JSON.stringify(row.value)
  } catch {
    return false
  }
}

const entrySteps = (index: number, part: 'key' | 'value'): Step[] =>
  [{ kind: 'internal', key: 'Entries' }, { kind: 'index', key: index }, { kind: 'property', key: part }]

/** The key of a Map's entry, if a literal can name it. */
function literalKey (key: Value): { value: string | number | boolean | null | undefined | bigint } | undefined {
  if (key === null || typeof key !== 'object') return { value: key }
  if (isMissing(key) || isRef(key)) return undefined
  if (key.type === 'undefined') return { value: undefined }
  return key.type === 'bigint' && /^-?\d{1,1000}$/.test(key.value) ? { value: BigInt(key.value) } : undefined
}
