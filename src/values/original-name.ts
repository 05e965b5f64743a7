import type { FrameRecord, VariableRecord } from '../model'

/** A variable's name in the code that ran, and what is known of its name in the original source: see {@link VariableRecord}. */
export type NamedVariable = Pick<VariableRecord, 'name' | 'original'>

/**
 * The name that a variable has at the frame's place in the original source; in code that has none, its name. Undefined where that is not
 * known: the original source may have another variable of the name that the code gives it.
 */
export function sourceName ({ name, original }: NamedVariable): string | undefined {
  if (original === undefined) return name
  return original.isElsewhere ? undefined : original.name
}

/** Both names, for lists: `item (t)`; `? (t)` where that in the original source is not known; one where there is no more to say. */
export function shownName ({ name, original }: NamedVariable): string {
  if (original === undefined || original.name === name) return name
  return `${original.name ?? '?'} (${name})`
}

/**
 * The variables that a name may mean, likeliest first: the innermost that the original source calls so at the frame's place, one that it calls so
 * elsewhere, the innermost that the code that ran calls so.
 */
export function variablesNamed<T extends NamedVariable> (variables: readonly T[], name: string): T[] {
  const found = [
    variables.find(each => sourceName(each) === name),
    variables.find(each => each.original?.name === name),
    variables.find(each => each.name === name),
  ]
  return [...new Set(found.filter(each => each !== undefined))]
}

/** The name by which `get` finds a variable of a frame; both names where none leads to it. Of code with its own names, the name. */
export function nameForGet (frame: FrameRecord, variable: NamedVariable): string {
  if (variable.original === undefined && !frame.scopes.some(({ variables }) => variables.some(({ original }) => original !== undefined))) return variable.name
  const all: NamedVariable[] = frame.scopes.flatMap(({ variables }) => variables)
  const found = [variable.original?.name, variable.name].find(name => {
    const first = name === undefined ? undefined : variablesNamed(all, name)[0]
    return first !== undefined && (first === variable || first.original === variable.original && first.name === variable.name)
  })
  return found ?? (variable.original === undefined ? variable.name : shownName(variable))
}
