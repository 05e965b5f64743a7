import type { ExceptionRecord } from '../model'

/** An exception behind the one that was thrown. `depth`: 0, more for what is behind an error that another one includes. */
export interface Cause { relation: 'caused by' | 'includes' | 'suppressed', exception: ExceptionRecord, depth: number }

const MAX_CAUSES = 50

/**
 * The exceptions behind one, in the order in which a reader wants them: the chain of causes, then the errors of aggregates. `isCut`:
 * there were more, which were not recorded or are too many.
 */
export function causesOf (exception: ExceptionRecord): { causes: Cause[], isCut: boolean } {
  const causes: Cause[] = []
  let isCut = false
  const add = (relation: Cause['relation'], record: ExceptionRecord, depth: number): void => {
    if (causes.length >= MAX_CAUSES) {
      isCut = true
      return
    }
    causes.push({ relation, exception: record, depth })
    // A chain of causes reads downwards; what an included error has behind it is not the next one that is included.
    follow(record, relation === 'caused by' ? depth : depth + 1, depth + 1)
  }
  const follow = ({ cause, errors, isChainCut }: ExceptionRecord, causeDepth: number, depth: number): void => {
    isCut ||= isChainCut === true
    if (cause) add('caused by', cause, causeDepth)
    for (const each of errors ?? []) add(each.isSuppressed === true ? 'suppressed' : 'includes', each, depth)
  }
  follow(exception, 0, 0)
  return { causes, isCut }
}
