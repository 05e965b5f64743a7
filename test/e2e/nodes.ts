import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root } from './installed'

/** `version` is the major one: `'22'`; `minor` its second number. */
export interface NodeBinary { version: string, minor: number, path: string }

const WANTED = ['20', '22', '24', '26']

/**
 * The Nodes to test on, one per major version, oldest first: those of `FAULTSNAP_TEST_NODES` (paths, separated as in PATH), those
 * that scripts/install-nodes.mjs installed, and the running one. Notes each wanted one that is not there.
 */
export const nodes: readonly NodeBinary[] = findNodes()

/** Whether everything is run on every Node, which takes longer than a change can wait for: `FAULTSNAP_ALL_NODES=1`. */
export const isWhole = process.env.FAULTSNAP_ALL_NODES === '1'

/** The oldest and the newest, between which there is little that differs; all of them with `FAULTSNAP_ALL_NODES=1`. */
export const edgeNodes: readonly NodeBinary[] = isWhole ? nodes : nodes.filter((_, index) => index === 0 || index === nodes.length - 1)

function findNodes (): NodeBinary[] {
  const named = (process.env.FAULTSNAP_TEST_NODES ?? '').split(delimiter).filter(path => path !== '')
  const isWindows = process.platform === 'win32'
  const cached = WANTED.map(major => join(root, '.cache', 'nodes', major, 'node_modules',
    `node-${isWindows ? 'win' : process.platform}-${process.arch}`, 'bin', isWindows ? 'node.exe' : 'node'))
  const found = new Map<string, NodeBinary>()
  for (const path of [...named, ...cached, process.execPath]) {
    const binary = existsSync(path) ? binaryAt(path) : undefined
    if (binary !== undefined && !found.has(binary.version)) found.set(binary.version, binary)
  }
  for (const version of WANTED) if (!found.has(version)) console.log(`note: Node ${version} is not installed, skipped`)
  return [...found.values()].sort((a, b) => Number(a.version) - Number(b.version))
}

function binaryAt (path: string): NodeBinary | undefined {
  const version = path === process.execPath ? process.version : spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout ?? ''
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version) ?? []
  return major === undefined ? undefined : { version: major, minor: Number(minor), path }
}
