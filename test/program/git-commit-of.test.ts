import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { gitCommitOf } from '../../src/program/git-commit-of'

const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid', '-c', 'commit.gpgsign=false', '-c',
  'protocol.file.allow=always']
const cleanEnv = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')))
const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', [...identity, ...args], { cwd, encoding: 'utf8', env: cleanEnv, stdio: ['ignore', 'pipe', 'pipe'] }).trim()
const head = (cwd: string): string => git(cwd, 'rev-parse', 'HEAD')

function withRepository (run: (dir: string) => void): void {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-git-')))
  const dir = join(parent, 'repo')
  mkdirSync(join(dir, 'src', 'deep'), { recursive: true })
  git(dir, 'init', '-q', '-b', 'main')
  git(dir, 'commit', '-q', '--allow-empty', '-m', 'first')
  run(dir)
  rmSync(parent, { recursive: true, force: true })
}

test('the commit and branch are those that git says', () => {
  withRepository(dir => {
    assert.equal(gitCommitOf(join(dir, 'src', 'deep')), { commit: head(dir), branch: 'main' })
    git(dir, 'checkout', '-q', '-b', 'feature/a.b-c')
    git(dir, 'commit', '-q', '--allow-empty', '-m', 'second')
    assert.equal(gitCommitOf(dir), { commit: head(dir), branch: 'feature/a.b-c' })
  })
})

test('a detached HEAD has a commit and no branch', () => {
  withRepository(dir => {
    git(dir, 'checkout', '-q', '--detach')
    assert.equal(gitCommitOf(dir), { commit: head(dir) })
  })
})

test('packed refs are read, and a loose one comes first', () => {
  withRepository(dir => {
    git(dir, 'tag', '-a', 'v1', '-m', 'v1')
    git(dir, 'branch', 'main-2')
    git(dir, 'pack-refs', '--all')
    assert.equal(gitCommitOf(dir), { commit: head(dir), branch: 'main' })
    git(dir, 'commit', '-q', '--allow-empty', '-m', 'second')
    assert.equal(gitCommitOf(dir), { commit: head(dir), branch: 'main' })
  })
})

test('a linked worktree has its own HEAD and the shared refs', () => {
  withRepository(dir => {
    const worktree = join(dir, '..', 'other')
    git(dir, 'worktree', 'add', '-q', '-b', 'other-branch', worktree)
    git(worktree, 'commit', '-q', '--allow-empty', '-m', 'there')
    assert.is.not(head(worktree), head(dir))
    assert.equal(gitCommitOf(worktree), { commit: head(worktree), branch: 'other-branch' })
    git(dir, 'pack-refs', '--all')
    assert.equal(gitCommitOf(worktree), { commit: head(worktree), branch: 'other-branch' })
  })
})

test('a submodule has its own commit', () => {
  withRepository(dir => {
    withRepository(other => {
      git(other, 'commit', '-q', '--allow-empty', '-m', 'of the submodule')
      git(dir, 'submodule', 'add', '-q', other, 'sub')
      assert.equal(gitCommitOf(join(dir, 'sub')), { commit: head(other), branch: 'main' })
    })
  })
})

test('SHA-256 repositories have commits of 64 digits', () => {
  withRepository(dir => {
    const other = join(dir, '..', 'sha256')
    mkdirSync(other)
    git(other, 'init', '-q', '-b', 'main', '--object-format=sha256')
    git(other, 'commit', '-q', '--allow-empty', '-m', 'first')
    assert.match(gitCommitOf(other)!.commit, /^[0-9a-f]{64}$/)
    assert.equal(gitCommitOf(other), { commit: head(other), branch: 'main' })
  })
})

test('before the first commit, outside a repository and in a broken one there is none', () => {
  withRepository(dir => {
    const parent = join(dir, '..')
    assert.is(gitCommitOf(join(parent, 'gone')), undefined)
    mkdirSync(join(parent, 'empty'))
    git(join(parent, 'empty'), 'init', '-q')
    assert.is(gitCommitOf(join(parent, 'empty')), undefined)
    for (const text of ['', 'gitdir: /nowhere', 'gitdir:', 'noise\0']) {
      writeFileSync(join(dir, 'src', '.git'), text)
      assert.is(gitCommitOf(join(dir, 'src')), undefined, text)
    }
    for (const text of ['', 'ref: refs/heads/gone', 'ref: refs/../../config', 'ref: refs/heads/loop', 'zzzz', '1234']) {
      writeFileSync(join(dir, '.git', 'HEAD'), text)
      writeFileSync(join(dir, '.git', 'refs', 'heads', 'loop'), 'ref: refs/heads/loop')
      assert.is(gitCommitOf(dir), undefined, text)
    }
  })
  assert.is(gitCommitOf('/\0'), undefined)
})

test.run()
