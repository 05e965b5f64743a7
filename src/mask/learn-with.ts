import type { Masker } from './masker'

/** Learns secrets by their names: gives the taints that a value brings, undefined where value and name are no secret. */
export const learnWith = (masker: Masker) => (name: string, value: string | number): readonly string[] | undefined => {
  if (!masker.isSecret(name, value)) return undefined
  const known = masker.taints.length
  masker.addTaint(value, name)
  return masker.taints.slice(known)
}
