// Runs one command and keeps everything of it that somebody could see.
import { spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createdFiles, listFiles } from './file-tree.mjs'

/** Variables that would let one run know of the test run that started it. */
const NOT_INHERITED = /^(FAULTSNAP_.*|NODE_OPTIONS|NODE_TEST_CONTEXT|NODE_V8_COVERAGE|NO_COLOR|FORCE_COLOR|npm_.*|INIT_CWD)$/

/**
 * Runs `command` in `cwd` with a temporary folder of its own. Gives `{ code, signal, stdout, stderr, isTimedOut, ms, files, temp }`;
 * `files` are those created, changed or deleted below `cwd` and in the temporary folder, path to a word about it.
 */
export async function runCommand (command, { cwd, env = {}, stdin = '', timeoutMs = 60_000, ignoredFiles } = {}) {
  const temp = realpathSync(mkdtempSync(join(tmpdir(), 'transparency-tmp-')))
  const before = listFiles(cwd, ignoredFiles)
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name))
  const startedAt = Date.now()
  // A group of its own: what a suite leaves running ends with it.
  const child = spawn(command[0], command.slice(1), {
    cwd, env: { ...Object.fromEntries(inherited), TMPDIR: temp, TEMP: temp, TMP: temp, ...env }, stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  const text = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', data => { text[name] += data })
  child.stdin.on('error', () => {}).end(stdin)
  let isTimedOut = false
  const timer = setTimeout(() => {
    isTimedOut = true
    endGroup(child)
  }, timeoutMs)
  const { code, signal } = await new Promise((resolve, reject) => {
    child.on('error', reject)
    // A grandchild may hold the pipes open after the command has ended.
    child.on('exit', () => setTimeout(() => endGroup(child), 5000).unref())
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
  clearTimeout(timer)
  endGroup(child)
  const files = { ...createdFiles(before, listFiles(cwd, ignoredFiles), ''), ...createdFiles({}, listFiles(temp), '<temp>/') }
  rmSync(temp, { recursive: true, force: true, maxRetries: 3 })
  return { code, signal, ...text, isTimedOut, ms: Date.now() - startedAt, files, temp }
}

function endGroup (child) {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}
