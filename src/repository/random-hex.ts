/**
 * Hex digits that no other process, thread or run comes up with: chance, the time in nanoseconds and the process id. No secret. Not of
 * `node:crypto`, which takes a dying process milliseconds to load, and which its program may have mocked.
 */
export function randomHex (digits: number): string {
  let text = ''
  while (text.length < digits) {
    const [seconds, nanoseconds] = process.hrtime()
    // `--random-seed` makes chance the same in every run.
    const mixed = Math.imul(nanoseconds ^ Math.imul(seconds, 0x9e3779b1) ^ Math.imul(process.pid, 0x85ebca6b), 0xc2b2ae35) ^ Math.random() * 2 ** 32
    text += (mixed >>> 0).toString(16).padStart(8, '0')
  }
  return text.slice(0, digits)
}
