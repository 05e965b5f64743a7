import { readdirSync, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { isGone } from './best-effort'
import { CAPSULE_NAME, DATE_FOLDER, FINGERPRINT_FOLDER } from './capsule-path'

/** Folder names within a folder, sorted; links are not followed. None if there is no such folder. */
export function foldersIn (folder: string): string[] {
  return entriesIn(folder).filter(entry => entry.isDirectory()).map(entry => entry.name).sort()
}

/** Capsule file names within a fingerprint folder, oldest first. */
export function capsulesIn (folder: string): string[] {
  return entriesIn(folder).filter(entry => entry.isFile() && CAPSULE_NAME.test(entry.name)).map(entry => entry.name).sort()
}

/** The type folders of a repository: all but the hidden ones and `latest`. */
export const typeFoldersIn = (repositoryDir: string): string[] =>
  foldersIn(repositoryDir).filter(name => !name.startsWith('.') && name !== 'latest')

/** Date folders of a type folder, oldest first. */
export const dateFoldersIn = (typeDir: string): string[] => foldersIn(typeDir).filter(name => DATE_FOLDER.test(name))

/** Paths of the capsules of one type and day, relative to the repository, forward slashes. */
export function capsulesOfDay (repositoryDir: string, type: string, date: string): string[] {
  return foldersIn(join(repositoryDir, type, date)).filter(name => FINGERPRINT_FOLDER.test(name)).flatMap(fingerprint =>
    capsulesIn(join(repositoryDir, type, date, fingerprint)).map(name => `${type}/${date}/${fingerprint}/${name}`))
}

/**
 * Paths of all capsules in a repository, relative to it, forward slashes, in no particular order. Reads folders only, no file: a
 * hundred thousand capsules take some hundred milliseconds.
 */
export function scanCapsules (repositoryDir: string): string[] {
  return typeFoldersIn(repositoryDir).flatMap(type =>
    dateFoldersIn(join(repositoryDir, type)).flatMap(date => capsulesOfDay(repositoryDir, type, date)))
}

function entriesIn (folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}
