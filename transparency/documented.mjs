// Differences that are known, each with its reason; docs/transparency.md has the same list.

/** `where` matches the name of the program or suite, `key` what differs; `nodes` are major versions. */
export const KNOWN = []

/** The verdict as it is, or as `documented` with the reason. */
export function documented ({ name, major }, verdict) {
  if (verdict.kind !== 'difference' && verdict.kind !== 'sometimes') return verdict
  const known = KNOWN.find(({ where, key, nodes }) => where.test(name) && key.test(verdict.key) && (nodes === undefined || nodes.includes(major)))
  return known === undefined ? verdict : { ...verdict, kind: 'documented', why: known.why }
}
