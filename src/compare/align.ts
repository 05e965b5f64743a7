/** Two sequences side by side: what both have in order, and what only one has. */
export interface Aligned<T> { a?: T, b?: T }

/** Above this many steps on either side the middle is not aligned any more: what stands there is in one or the other. */
const MAX_LENGTH = 1_000

/**
 * The longest common subsequence of `a` and `b` by `keyOf`, with the rest in place: elements of `a` before those of `b` where
 * both have some of their own.
 */
export function align<T> (a: readonly T[], b: readonly T[], keyOf: (element: T) => string): Aligned<T>[] {
  const [keysA, keysB] = [a.map(keyOf), b.map(keyOf)]
  let start = 0
  while (start < a.length && start < b.length && keysA[start] === keysB[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && keysA[a.length - 1 - end] === keysB[b.length - 1 - end]) end++
  const pair = (i: number, j: number): Aligned<T> => ({ a: a[i]!, b: b[j]! })
  return [
    ...a.slice(0, start).map((_, i) => pair(i, i)),
    ...alignMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end), keyOf),
    ...a.slice(a.length - end).map((_, i) => pair(a.length - end + i, b.length - end + i)),
  ]
}

function alignMiddle<T> (a: T[], b: T[], keyOf: (element: T) => string): Aligned<T>[] {
  if (a.length > MAX_LENGTH || b.length > MAX_LENGTH) return [...a.map(each => ({ a: each })), ...b.map(each => ({ b: each }))]
  const [keysA, keysB] = [a.map(keyOf), b.map(keyOf)]
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = keysA[i] === keysB[j] ? lengths[(i + 1) * width + j + 1]! + 1
        : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
    }
  }
  const rows: Aligned<T>[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && keysA[i] === keysB[j]) rows.push({ a: a[i++]!, b: b[j++]! })
    else if (i < a.length &&
      (j >= b.length || lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)) rows.push({ a: a[i++]! })
    else rows.push({ b: b[j++]! })
  }
  return rows
}
