import type { Rule } from './rules'
import type { Site } from './site'

/** What came of one comparison: a program in one Node with one set of limits. */
export class Tally {
  pauses = 0
  objects = 0
  equal = 0
  readonly allowed = new Map<string, number>()
  readonly examples = new Map<string, Site>()
  readonly differing: Site[] = []

  constructor (private readonly rules: readonly Rule[]) {}

  same (): void {
    this.equal++
  }

  /** Two answers that are not the same: of a rule, or a difference. */
  unlike (site: Site): void {
    const rule = this.rules.find(({ applies }) => applies(site))
    if (rule === undefined) this.differing.push(site)
    else {
      this.allowed.set(rule.name, (this.allowed.get(rule.name) ?? 0) + 1)
      if (!this.examples.has(rule.name)) this.examples.set(rule.name, site)
    }
  }

  /** Both or neither. */
  check (isSame: boolean, site: () => Site): void {
    if (isSame) this.same()
    else this.unlike(site())
  }

  add (other: Tally): void {
    this.pauses += other.pauses
    this.objects += other.objects
    this.equal += other.equal
    for (const [name, count] of other.allowed) this.allowed.set(name, (this.allowed.get(name) ?? 0) + count)
    for (const [name, site] of other.examples) if (!this.examples.has(name)) this.examples.set(name, site)
    this.differing.push(...other.differing)
  }
}
