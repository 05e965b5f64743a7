import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, statSync, symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyProject, installed, linkTree, root } from '../e2e/installed'

const apps = join(root, 'fixtures', 'apps')
const cache = join(root, 'node_modules', '.cache', 'faultsnap-apps')
const WEEK_MS = 7 * 24 * 3_600_000

/** An app of fixtures/apps in a folder of its own, with its packages and the packed FaultSnap in its `node_modules`. */
export interface InstalledApp {
  /** The real path of the folder: a copy of `fixtures/apps/<name>`, to be written to as the test likes. */
  dir: string
  /** Removes the folder, unless FAULTSNAP_KEEP is set. */
  remove: () => void
}

/**
 * Makes a folder with the app `fixtures/apps/<name>`, its packages as its `package.json` (and `package-lock.json`, if there is
 * one) says, and FaultSnap. The packages are installed once per content of these files and kept in `node_modules/.cache`; each
 * app has links to their files, or, with `isOnlyCompiled`, to their folders, which is less work where nobody runs them. Undefined,
 * after a `note:`, where the registry cannot be reached: the test is to be skipped.
 */
export function installApp (name: string, { isOnlyCompiled = false } = {}): InstalledApp | undefined {
  const modules = packagesOf(name)
  if (modules === undefined) return undefined
  const dir = realpathSync(mkdtempSync(join(tmpdir(), `faultsnap-${name.replaceAll(/\W+/g, '-')}-`)))
  copyProject(join(apps, name), dir)
  if (isOnlyCompiled) linkFolders(modules, join(dir, 'node_modules'))
  else linkTree(modules, join(dir, 'node_modules'))
  linkTree(join(installed(), 'node_modules', 'faultsnap'), join(dir, 'node_modules', 'faultsnap'))
  const remove = (): void => {
    if (process.env.FAULTSNAP_KEEP !== undefined) return console.log(dir)
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 })
  }
  return { dir, remove }
}

/** The folder of the packages that an app needs, installed if they are not; undefined, after a `note:`, if they cannot be. */
function packagesOf (name: string): string | undefined {
  const manifests = ['package.json', 'package-lock.json', '.npmrc'].filter(file => existsSync(join(apps, name, file)))
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`)
  for (const file of manifests) hash.update(`${file}\n`).update(readFileSync(join(apps, name, file)))
  const dir = join(cache, `${name.replaceAll(/\W+/g, '-')}-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(dir)) return join(dir, 'node_modules')
  mkdirSync(cache, { recursive: true })
  for (const old of readdirSync(cache)) {
    if (Date.now() - statSync(join(cache, old)).mtimeMs > WEEK_MS) rmSync(join(cache, old), { recursive: true, force: true })
  }
  const making = mkdtempSync(join(cache, 'making-'))
  for (const file of manifests) copyFileSync(join(apps, name, file), join(making, file))
  const failure = install(making, manifests.includes('package-lock.json'))
  if (failure !== undefined) {
    rmSync(making, { recursive: true, force: true })
    if (!isUnreachable(failure)) throw new Error(`the packages of fixtures/apps/${name} could not be installed:\n${failure}`)
    console.log(`note: the registry cannot be reached, fixtures/apps/${name} is not tested`)
    return undefined
  }
  // Of an app without packages npm makes none.
  mkdirSync(join(making, 'node_modules'), { recursive: true })
  try {
    renameSync(making, dir)
  } catch (error) {
    // Another process was faster: its folder is as good.
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(dir)) throw error
  }
  return join(dir, 'node_modules')
}

function linkFolders (from: string, to: string): void {
  mkdirSync(to)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) symlinkSync(join(from, entry.name), join(to, entry.name), 'junction')
  }
}

/** What npm said if it failed. Scripts of packages do not run: none of ours needs them. */
function install (dir: string, isLocked: boolean): string | undefined {
  const options = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--loglevel=error']
  const { status, stdout, stderr, error } = spawnSync('npm', [isLocked ? 'ci' : 'install', ...options], {
    cwd: dir, encoding: 'utf8', shell: process.platform === 'win32', timeout: 300_000,
    env: { ...process.env, NODE_OPTIONS: '', FAULTSNAP_TEST: '', npm_config_omit_lockfile_registry_resolved: 'true' },
  })
  return status === 0 ? undefined : `${error?.message ?? ''}\n${stderr ?? ''}${stdout ?? ''}`
}

const isUnreachable = (failure: string): boolean =>
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|network|ERR_SOCKET_TIMEOUT|E50[0-9]/.test(failure)
