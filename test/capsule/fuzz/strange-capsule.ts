import type { Random } from '../../agent/walk/fuzz/random'
import { capsuleOf } from '../raw-zip'
import { alike, pathsOf, replaced, STRANGE_VALUES } from './mutations'

/** One to three members of one document, each replaced by something strange or left out. */
export function strangeCapsule (documents: Record<string, unknown>, random: Random): { bytes: Buffer, what: string } {
  const name = random.pick(['manifest.json', 'crash.json', 'crash.json', 'crash.json', 'environment.json', 'breadcrumbs.json'])
  let document: unknown = documents[name]
  let json = JSON.stringify(document)
  const what: string[] = [name]
  for (let left = random.chance(0.6) ? 1 : random.int(2, 3); left > 0; left--) {
    const path = random.pick(pathsOf(document))
    // Most of what is of another type is refused at once: half of all values are strange in themselves.
    const value = random.chance(0.05) ? undefined : random.pick(random.chance(0.65) ? alike(document, path) : STRANGE_VALUES)
    json = replaced(document, path, value)
    what.push(`${path.join('.')} = ${value?.slice(0, 60)}`)
    document = JSON.parse(json)
    if (pathsOf(document).length === 0) break
  }
  return { bytes: capsuleOf({ ...structuredClone(documents), [name]: json }), what: what.join(', ') }
}
