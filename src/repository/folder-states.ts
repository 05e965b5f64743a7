import { statSync } from 'node:fs'
import { join } from 'node:path'
import { CAPSULE_PATH, FINGERPRINT_FOLDER } from './capsule-path'
import { capsulesIn, dateFoldersIn, foldersIn, typeFoldersIn } from './scan'

/**
 * The folders of a repository by their path in it, root and `latest` left out: modification time in epoch milliseconds, and of a
 * fingerprint's folder how many capsules it holds.
 */
export type FolderStates = Record<string, [mtimeMs: number, capsules?: number]>

/** `listed`: the names of the capsules in the folders that had changed, or may have. `isSame`: `folders` are what they were. */
export interface FolderLook { folders: FolderStates, listed: Map<string, Set<string>>, isSame: boolean }

/** Undefined if one of them cannot be looked at. */
export function folderStates (root: string): FolderStates | undefined {
  return lookAgain(root, {}, 0)?.folders
}

/**
 * Looks at the folders again, and into those alone that are not as `before` says. A folder that changed after `settledUntil`, epoch
 * milliseconds, is looked into in any case. Undefined if one cannot be looked at.
 */
export function lookAgain (root: string, before: FolderStates, settledUntil: number): FolderLook | undefined {
  const folders: FolderStates = Object.create(null) as FolderStates
  const listed = new Map<string, Set<string>>()
  const children = childrenOf(before)
  let isSame = true
  /** The names in the folder that are folders, from before if it is what it was. */
  const within = (folder: string, list: () => string[]): string[] => {
    const { mtimeMs } = statSync(join(root, folder))
    folders[folder] = [mtimeMs]
    if (before[folder]?.[0] === mtimeMs && mtimeMs <= settledUntil) return children.get(folder) ?? []
    isSame = false
    return list()
  }
  const lookInto = (folder: string): void => {
    const { mtimeMs } = statSync(join(root, folder))
    const known = before[folder]
    if (known?.[1] !== undefined && known[0] === mtimeMs && mtimeMs <= settledUntil) {
      folders[folder] = known
      return
    }
    const names = new Set(capsulesIn(join(root, folder)))
    listed.set(folder, names)
    folders[folder] = [mtimeMs, names.size]
  }
  try {
    for (const type of typeFoldersIn(root)) {
      for (const date of within(type, () => dateFoldersIn(join(root, type)))) {
        const day = `${type}/${date}`
        for (const fingerprint of within(day, () => foldersIn(join(root, day)).filter(name => FINGERPRINT_FOLDER.test(name)))) lookInto(`${day}/${fingerprint}`)
      }
    }
  } catch {
    return undefined
  }
  return { folders, listed, isSame: isSame && Object.keys(before).length === Object.keys(folders).length }
}

/** Whether parsed JSON is what it should be; nobody's file can send us looking outside of the repository. */
export function isFolderStates (value: unknown): value is FolderStates {
  return typeof value === 'object' && value !== null && Object.entries(value).every(([name, state]) => isFolderName(name) && Array.isArray(state) &&
    typeof state[0] === 'number' && (name.split('/').length < 3 ? state.length === 1 : Number.isSafeInteger(state[1]) && state[1] >= 0))
}

function childrenOf (folders: FolderStates): Map<string, string[]> {
  const children = new Map<string, string[]>()
  for (const path of Object.keys(folders)) {
    const at = path.lastIndexOf('/')
    const parent = path.slice(0, Math.max(at, 0))
    const names = children.get(parent)
    if (names === undefined) children.set(parent, [path.slice(at + 1)])
    else names.push(path.slice(at + 1))
  }
  return children
}

function isFolderName (name: string): boolean {
  const [type, date, fingerprint, ...more] = name.split('/')
  return more.length === 0 && CAPSULE_PATH.test(`${type}/${date ?? '2000-01-01'}/${fingerprint ?? '00000000'}/crash_000000_00000000.faultsnap`)
}
