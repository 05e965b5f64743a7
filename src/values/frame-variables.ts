import type { FrameRecord, MissingReason, ScopeType, Value, VariableRecord } from '../model'

/** A variable as a reader lists it. `this` is one of scope `this`. `original`: see {@link VariableRecord}. */
export interface Variable { name: string, scope: ScopeType | 'this', value: Value, original?: VariableRecord['original'] & object }

/**
 * A frame's variables: `this` first, then scope by scope, innermost first, so that the first of a name is the one that the code
 * sees. A scope that was cut ends with a variable named `...`, missing, whose `size` is the number of variables in the program, where that
 * is known.
 */
export function frameVariables (frame: FrameRecord): Variable[] {
  const variables: Variable[] = []
  if (frame.this !== undefined) variables.push({ name: 'this', scope: 'this', value: frame.this })
  for (const scope of frame.scopes) {
    for (const { name, value, original } of scope.variables) variables.push({ name, scope: scope.type, value, ...original && { original } })
    for (const { reason, count } of scope.cut ?? []) {
      variables.push({ name: '...', scope: scope.type, value: { missing: reason, ...count > 0 && { size: scope.variables.length + count } } })
    }
  }
  return variables
}

/**
 * Why a variable that the frame does not have may still have been there: the frame's own reason, or that of a scope that was cut.
 */
export function missingVariables (frame: FrameRecord): MissingReason | undefined {
  return frame.missing ?? frame.scopes.flatMap(scope => scope.cut ?? [])[0]?.reason
}
