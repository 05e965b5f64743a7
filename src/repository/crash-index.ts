import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sleep, SPOOL_FILE_MODE, SPOOL_FOLDER_MODE, writeAtomic } from './atomic-write'
import { isGone } from './best-effort'
import { byNewest, isIndexedCrash, type IndexedCrash } from './crash-summary'
import { makeFolder } from './make-folder'
import { stateDir } from './state-dir'

/**
 * `index.json` without locks. Each process first leaves a note of its own in a journal, one file per crash (`<id>.json`) or per
 * removal (`<id>.removed`), and then merges: read the index, add the notes that it lacks, replace it, and **look again** until
 * the index agrees with the journal. Two processes can replace each other's index, but whoever does so looks again afterwards
 * and sees the other's note; so when the last one is done, the index holds all. Notes are swept once they are in the index and
 * older than any replacement could still be under way. A process that is killed midway leaves its note, or at worst its
 * capsule, which `listCrashes` finds in the folders.
 */
const NOTE = /^([0-9a-f]{8})\.(json|removed)$/
const SWEEP_AFTER_MS = 60_000
const NOTES_PER_SWEEP = 16
/** Others must win this often in a row before a merge gives up; each of them looks again too. */
const MAX_ATTEMPTS = 200
/** Above this size (about 1,500 crashes) merging at every crash would grow dear, so notes are collected first. */
const LARGE_INDEX_BYTES = 512 * 1024
const NOTES_PER_MERGE = 200

const journalDir = (repositoryDir: string): string => join(stateDir(repositoryDir), 'index')

/** Notes that a crash was stored. */
export function noteStored (repositoryDir: string, crash: IndexedCrash): void {
  makeFolder(journalDir(repositoryDir), SPOOL_FOLDER_MODE)
  writeAtomic(join(journalDir(repositoryDir), `${crash.id}.json`), JSON.stringify(crash), { fsync: false })
}

/**
 * Notes that the capsules with these ids were removed. That they were stored need not be noted any longer: who has seen it takes it back,
 * who has not never will. An empty file is there as a whole at once.
 */
export function noteRemoved (repositoryDir: string, ids: readonly string[]): void {
  if (ids.length > 0) makeFolder(journalDir(repositoryDir), SPOOL_FOLDER_MODE)
  for (const id of ids) {
    writeFileSync(join(journalDir(repositoryDir), `${id}.removed`), '', { mode: SPOOL_FILE_MODE })
    rmSync(join(journalDir(repositoryDir), `${id}.json`), { force: true })
  }
}

/** Removes the notes of crashes whose files somebody removed by hand, or the next merge would list them again. */
export function forgetNotes (repositoryDir: string, ids: readonly string[]): void {
  for (const id of ids) rmSync(join(journalDir(repositoryDir), `${id}.json`), { force: true })
}

/**
 * Brings `index.json` up to date with the journal. Gives the index, newest first; undefined if the index is so large that the
 * notes wait for a later merge (`force` merges anyway).
 */
export function mergeIndex (repositoryDir: string, { force = false } = {}): IndexedCrash[] | undefined {
  if (!force && isMergeDeferred(repositoryDir)) return undefined
  for (let attempt = 1; ; attempt++) {
    const index = readIndex(repositoryDir)
    const notes = readNotes(repositoryDir)
    const merged = merge(index ?? [], notes, repositoryDir)
    if (index !== undefined && merged === index) {
      sweep(repositoryDir, notes)
      return index
    }
    if (attempt === MAX_ATTEMPTS) return merged
    writeIndex(repositoryDir, merged)
    if (attempt > 2) sleep(Math.random() * Math.min(attempt, 20))
  }
}

/** The index as it is on disk, newest first; undefined if there is none or it cannot be read. */
export function readIndex (repositoryDir: string): IndexedCrash[] | undefined {
  try {
    const text = readFileSync(join(repositoryDir, 'index.json'), 'utf8')
    const { format, crashes } = JSON.parse(text) as { format?: string, crashes?: unknown }
    return format === 'faultsnap-index' && Array.isArray(crashes) && crashes.every(isIndexedCrash) ? crashes : undefined
  } catch (error) {
    if (isGone(error) || error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}

/** Replaces `index.json`. Not synced to disk: it can be rebuilt. */
export function writeIndex (repositoryDir: string, crashes: readonly IndexedCrash[]): void {
  const lines = crashes.map(crash => JSON.stringify(crash)).join(',\n')
  const text = `{"format":"faultsnap-index","version":1,"crashes":[\n${lines}\n]}\n`
  writeAtomic(join(repositoryDir, 'index.json'), text, { fsync: false })
}

interface Notes { stored: Set<string>, removed: Set<string> }

function readNotes (repositoryDir: string): Notes {
  const notes: Notes = { stored: new Set(), removed: new Set() }
  for (const name of namesIn(journalDir(repositoryDir))) {
    const [, id, kind] = NOTE.exec(name) ?? []
    if (id !== undefined) notes[kind === 'json' ? 'stored' : 'removed'].add(id)
  }
  return notes
}

/** `index` itself if the notes have nothing new. */
function merge (index: IndexedCrash[], { stored, removed }: Notes, repositoryDir: string): IndexedCrash[] {
  const kept = index.filter(crash => !removed.has(crash.id))
  const known = new Set(index.map(crash => crash.id))
  const added = [...stored]
    .filter(id => !known.has(id) && !removed.has(id))
    .map(id => readNote(repositoryDir, id))
    .filter(crash => crash !== undefined)
  return added.length === 0 && kept.length === index.length ? index : [...kept, ...added].sort(byNewest)
}

function readNote (repositoryDir: string, id: string): IndexedCrash | undefined {
  try {
    const crash: unknown = JSON.parse(readFileSync(join(journalDir(repositoryDir), `${id}.json`), 'utf8'))
    return isIndexedCrash(crash) && crash.id === id ? crash : undefined
  } catch (error) {
    if (isGone(error) || error instanceof SyntaxError) return undefined
    throw error
  }
}

function sweep (repositoryDir: string, { stored, removed }: Notes): void {
  const names = [...[...stored].map(id => `${id}.json`), ...[...removed].map(id => `${id}.removed`)]
  // More are swept than a crash adds, so they stay few, and a burst of crashes does not look at all of them each time.
  const start = Math.floor(Math.random() * Math.max(1, names.length - NOTES_PER_SWEEP + 1))
  for (const name of names.slice(start, start + NOTES_PER_SWEEP)) {
    const file = join(journalDir(repositoryDir), name)
    const { mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {}
    if (mtimeMs !== undefined && Date.now() - mtimeMs > SWEEP_AFTER_MS) rmSync(file, { force: true })
  }
}

function isMergeDeferred (repositoryDir: string): boolean {
  const bytes = statSync(join(repositoryDir, 'index.json'), { throwIfNoEntry: false })?.size ?? 0
  return bytes > LARGE_INDEX_BYTES && namesIn(journalDir(repositoryDir)).length < NOTES_PER_MERGE
}

/** The names in a folder; none if there is no such folder. */
export function namesIn (folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}
