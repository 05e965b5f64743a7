import { isRef } from '../model'
import type { OpenedCrash } from '../view/opened-crash'
import { compareFacts, type Facts } from './compare-facts'
import { compareFrames, type FramePair } from './compare-frames'
import { GraphComparison, type Difference } from './compare-values'

/** Two capsules side by side, equal parts included; what shows them leaves those out. */
export interface CrashComparison {
  facts: Facts
  /** Own fields of what was thrown, besides message, stack and cause: paths begin with the field. */
  fields: Difference[]
  /** Innermost first. */
  frames: FramePair[]
}

/** Compares everything that two capsules have. Neither is changed. */
export function compareCrashes (a: OpenedCrash, b: OpenedCrash): CrashComparison {
  return { facts: compareFacts(a, b), fields: compareFields(a, b), frames: compareFrames(a, b) }
}

function compareFields ({ crash: a }: OpenedCrash, { crash: b }: OpenedCrash): Difference[] {
  if (!isRef(a.exception.value) && !isRef(b.exception.value)) return []
  const { differences } = new GraphComparison(a, b).compare(a.exception.value, b.exception.value)
  return differences.filter(({ path }) => path !== '' && !/^\.(?:message|cause|stack|code)\b/.test(path))
    .map(difference => ({ ...difference, path: difference.path.replace(/^\./, '') }))
}
