/** Numbers that a seed decides, the same on every Node: mulberry32. */
export class Random {
  #state: number

  constructor (readonly seed: number) {
    // Neighbouring seeds begin far apart.
    this.#state = Math.imul(seed + 1, 0x9e3779b1) >>> 0
  }

  /** From 0 up to, not including, 1. */
  fraction (): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from `least` to `most`, both included. */
  int (least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1))
  }

  chance (probability: number): boolean {
    return this.fraction() < probability
  }

  pick<T> (list: readonly T[]): T {
    return list[this.int(0, list.length - 1)]!
  }
}
