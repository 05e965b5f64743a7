import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, renameSync, rmSync, statSync,
  symlinkSync, writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const root = join(__dirname, '../..')
const cache = join(root, '.cache', 'installed')
const HOUR_MS = 3_600_000
let folder: string | undefined

/**
 * A folder with an empty project in which the packed package (`npm pack` of this tree as built) is installed as
 * `node_modules/faultsnap`. Made once per content of `dist/`, and kept under `.cache/`. Throws when `dist/` was not built.
 */
export function installed (): string {
  if (folder !== undefined) return folder
  const dir = join(cache, contentHash())
  if (!existsSync(dir)) install(dir)
  return folder = dir
}

/** Makes `dir` such a project. What lies in its `node_modules` are links to the kept files: to be read only. */
export function installProject (dir: string): void {
  const project = installed()
  linkTree(join(project, 'node_modules'), join(dir, 'node_modules'))
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(project, name), join(dir, name))
}

/** Links file by file: the folder looks as if npm had installed it there. Copies where the disk is another one. */
export function linkTree (from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) linkTree(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else linkOrCopy(source, target)
  }
}

function linkOrCopy (source: string, target: string): void {
  try {
    linkSync(source, target)
  } catch {
    copyFileSync(source, target)
  }
}

function install (dir: string): void {
  mkdirSync(cache, { recursive: true })
  for (const name of readdirSync(cache)) {
    if (Date.now() - statSync(join(cache, name)).mtimeMs > HOUR_MS) rmSync(join(cache, name), { recursive: true, force: true })
  }
  const project = mkdtempSync(join(tmpdir(), 'faultsnap-install-'))
  try {
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty-project', version: '1.2.3', private: true }))
    // Without scripts: `prepack` builds, and other tests are reading dist/ right now.
    npm(['pack', '--ignore-scripts', '--pack-destination', project], root)
    const tarball = readdirSync(project).find(name => name.endsWith('.tgz'))
    if (tarball === undefined) throw new Error('npm pack made no tarball')
    npm(['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', join(project, tarball)], project)
    rmSync(join(project, tarball))
    moveInPlace(project, dir)
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}

/** Copied first: the temporary folder may lie on another disk. Another process may have been faster: its folder is as good. */
function moveInPlace (project: string, dir: string): void {
  const copy = mkdtempSync(join(cache, 'copy-'))
  copyProject(project, copy)
  try {
    renameSync(copy, dir)
  } catch (error) {
    rmSync(copy, { recursive: true, force: true })
    if (!existsSync(dir)) throw error
  }
}

/** Copies the project file by file (`cpSync` warns on some Nodes). */
export function copyProject (from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyProject(source, target)
    else if (entry.isFile()) writeFileSync(target, readFileSync(source), { mode: statSync(source).mode })
  }
}

function npm (args: string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd, encoding: 'utf8', shell: process.platform === 'win32', env: { ...process.env, NODE_OPTIONS: '' },
  })
  if (status !== 0) throw new Error(`npm ${args[0]} failed: ${stderr}${stdout}`)
}

function contentHash (): string {
  const dist = join(root, 'dist')
  // The build writes the licences last.
  if (!existsSync(join(dist, 'THIRD-PARTY-LICENSES.txt'))) throw new Error('dist/ is not built: run `npm run build` first')
  const hash = createHash('sha256').update(readFileSync(join(root, 'package.json')))
  for (const name of (readdirSync(dist, { recursive: true }) as string[]).sort()) {
    if (statSync(join(dist, name)).isFile()) hash.update(`${name}\n`).update(readFileSync(join(dist, name)))
  }
  return hash.digest('hex').slice(0, 16)
}
