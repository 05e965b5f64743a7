import type { Container } from './row'

/**
 * Numbers what can be opened, from 1 on, for DAP `variablesReference`. The program stands still for good, so that a number holds for
 * the whole session; the same thing reached the same way has the same number.
 */
export class References {
  readonly #containers: Container[] = []
  readonly #numbers = new Map<string, number>()

  numberOf (container: Container): number {
    const key = JSON.stringify(container)
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#containers.push(container)
    this.#numbers.set(key, number)
    return number
  }

  /** Undefined for a number that was never given out. */
  containerOf (number: number): Container | undefined {
    return this.#containers[number - 1]
  }
}
