import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readCapsule, type Capsule } from '../../src/capsule/read'
import { ROOT } from '../helpers/demo-shop'

/** A program that crashes: the path of one in fixtures/, or its text. `flags` are Node's own. */
export interface CrashingProgram { file?: string, text?: string, name?: string, flags?: string[], args?: string[], env?: Record<string, string> }

/** Runs a program under the agent as it was built, in a folder below `dir`, and gives its capsule, the newest if there are more. */
export async function recordCrash (dir: string, { file, text, name = 'app.js', flags = [], args = [], env = {} }: CrashingProgram): Promise<Capsule> {
  const folder = join(dir, `program-${readdirSync(dir).length}`)
  mkdirSync(folder)
  const entry = file === undefined ? name : basename(file)
  if (file === undefined) writeFileSync(join(folder, entry), text ?? '')
  else copyFileSync(join(ROOT, 'fixtures', file), join(folder, entry))
  const rest = Object.fromEntries(Object.entries(process.env).filter(([each]) => each !== 'NODE_OPTIONS' && !each.startsWith('FAULTSNAP_')))
  const { status, signal, stderr } = spawnSync(process.execPath, [...flags, '-r', join(ROOT, 'dist/register.cjs'), entry, ...args], { cwd: folder, env: { ...rest, ...env }, encoding: 'utf8', timeout: 60_000 })
  const capsules = (readdirSync(folder, { recursive: true }) as string[]).filter(each => /crash_[^\\/]*\.faultsnap$/.test(each)).sort()
  if (capsules.length === 0) throw new Error(`${file ?? name} ended with ${status ?? signal} and left no capsule: ${stderr}`)
  return await readCapsule(join(folder, capsules.at(-1)!))
}

/** Throws with ten thousand objects in reach: the most that the recorder keeps. */
export const MANY_NODES = `
const orders = Array.from({ length: 50 }, (_, id) => ({ id, customer: { name: 'customer ' + id, address: { city: 'city ' + id } },
  lines: Array.from({ length: 50 }, (_, line) => ({ sku: 'sku-' + id + '-' + line, quantity: line, price: { cents: line * 100, tags: ['a', 'b'] } })) }))
function bill (order) {
  const archive = orders.map(each => ({ ...each, lines: each.lines.map(line => ({ ...line, price: { ...line.price } })) }))
  return order.discount.percent * archive.length
}
bill(orders[3])
`

/** Deep, cyclic and shared values, in a recursion whose frames have variables. */
export const DEEP_AND_CYCLIC = `
const shared = { name: 'shared', list: [1, 2, 3] }
const root = { name: 'root', shared, text: 'x'.repeat(400), long: 'needle ' + 'y'.repeat(2000), buffer: Buffer.from('needle in a buffer') }
root.self = root
let deep = root
for (let level = 0; level < 20; level++) deep = deep.child = { level, shared, parent: deep }
const byName = new Map([['root', root], [shared, new Set([root, shared])]])
class Walker { #steps = 0; seen = new WeakSet(); walk (node, depth) {
  this.#steps++
  const here = { node, depth, back: this }
  if (depth === 12) return node.missing.name
  return this.walk(node.child ?? here, depth + 1)
} }
new Walker().walk(root, 0)
`
