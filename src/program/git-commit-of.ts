import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { readSmallFile } from './read-small-file'

/** Bytes of the largest file that is read. `packed-refs` of a repository with a hundred thousand refs is about 7 MB. */
export const MAX_GIT_FILE_BYTES = 16 * 1024 * 1024

/** SHA-1 or SHA-256 object names. */
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/**
 * The commit that is checked out where `dir` is, 40 or 64 hex digits, and the branch (`feature/x`) unless HEAD is detached.
 * Undefined outside a repository, before the first commit, and for what cannot be read.
 *
 * Reads files and runs no command (layout: https://git-scm.com/docs/gitrepository-layout): HEAD, loose refs, `packed-refs`,
 * symbolic refs, and for worktrees and submodules the `.git` file's `gitdir:` and `commondir`. Repositories with the
 * `reftable` format keep their refs in binary files and give undefined. Never throws.
 */
export function gitCommitOf (dir: string): { commit: string, branch?: string } | undefined {
  const gitDir = gitDirOf(resolve(dir))
  if (gitDir === undefined) return undefined
  const common = readText(join(gitDir, 'commondir'))?.trim()
  const commonDir = common === undefined ? gitDir : resolve(gitDir, common)
  const head = readText(join(gitDir, 'HEAD'))?.trim() ?? ''
  if (COMMIT.test(head)) return { commit: head }
  const ref = refOf(head)
  const commit = ref && commitOf(ref, gitDir, commonDir)
  if (ref === undefined || commit === undefined) return undefined
  return ref.startsWith('refs/heads/') ? { commit, branch: ref.slice('refs/heads/'.length) } : { commit }
}

/** The nearest `.git` upward, followed when it is a file. A `.git` that is no repository ends the search, as git's own does. */
function gitDirOf (dir: string): string | undefined {
  for (let at = dir, up = dirname(at); ; at = up, up = dirname(at)) {
    const git = join(at, '.git')
    const kind = kindOf(git)
    if (kind === 'folder') return git
    if (kind === 'file') {
      const target = /^gitdir: (.+)$/m.exec(readText(git) ?? '')?.[1]?.trim()
      return target === undefined ? undefined : resolve(at, target)
    }
    if (up === at) return undefined
  }
}

/** Follows symbolic refs, five levels as git does. */
function commitOf (ref: string, gitDir: string, commonDir: string, level = 0): string | undefined {
  if (level > 5) return undefined
  const loose = (readText(join(gitDir, ref)) ?? readText(join(commonDir, ref)))?.trim()
  if (loose === undefined) return packedCommitOf(ref, commonDir)
  if (COMMIT.test(loose)) return loose
  const next = refOf(loose)
  return next === undefined ? undefined : commitOf(next, gitDir, commonDir, level + 1)
}

function packedCommitOf (ref: string, commonDir: string): string | undefined {
  const packed = readText(join(commonDir, 'packed-refs')) ?? ''
  const end = packed.indexOf(` ${ref}\n`)
  if (end < 0) return undefined
  const commit = packed.slice(packed.lastIndexOf('\n', end) + 1, end)
  return COMMIT.test(commit) ? commit : undefined
}

/** A ref's name is used as a path: one that leads out of the repository is none. */
function refOf (text: string): string | undefined {
  const ref = /^ref: (refs\/\S+)$/.exec(text)?.[1]
  return ref === undefined || ref.split('/').includes('..') ? undefined : ref
}

function kindOf (path: string): 'file' | 'folder' | undefined {
  try {
    // Without a throw, at which a developer's debugger might pause.
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat === undefined) return undefined
    return stat.isDirectory() ? 'folder' : 'file'
  } catch {
    return undefined
  }
}

function readText (path: string): string | undefined {
  return readSmallFile(path, MAX_GIT_FILE_BYTES)
}
