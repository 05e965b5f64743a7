import type { OpenedCrash } from '../../view/opened-crash'
import { observe, type Observation, type TreeCache } from './observe'
import { rankGroup, type Ranking } from './rank'

/**
 * What the capsules of one bug have in common, the most telling first, and what varies among them. Capsules are taken one at a
 * time, so that only one needs to be open: `next` gives the following, undefined at the end.
 */
export async function compareGroup (next: () => Promise<OpenedCrash | undefined>): Promise<Ranking> {
  const trees: TreeCache = new Map()
  const observed: Map<string, Observation>[] = []
  const manifests: Pick<OpenedCrash['manifest'], 'culprit'>[] = []
  for (let capsule = await next(); capsule !== undefined; capsule = await next()) {
    observed.push(await observe(capsule, trees))
    manifests.push(capsule.manifest)
  }
  return rankGroup(observed, manifests)
}
