// The packages whose tests are run, installed once per content of their manifest.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const manifests = join(import.meta.dirname, '..', 'packages')
const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'faultsnap-transparency')
const found = new Map()

/** The `node_modules` of `packages/<set>`, installed if need be; undefined, after a `note:`, where the registry cannot be reached. */
export function packagesOf (set) {
  if (!found.has(set)) found.set(set, install(set))
  return found.get(set)
}

function install (set) {
  const files = ['package.json', 'package-lock.json'].filter(file => existsSync(join(manifests, set, file)))
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`)
  for (const file of files) hash.update(readFileSync(join(manifests, set, file)))
  const dir = join(cache, `${set}-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(dir)) return realpathSync(join(dir, 'node_modules'))
  mkdirSync(cache, { recursive: true })
  const making = mkdtempSync(join(cache, 'making-'))
  for (const file of files) copyFileSync(join(manifests, set, file), join(making, file))
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', '--loglevel=error']
  const { status, stderr, stdout } = spawnSync('npm', [files.length > 1 ? 'ci' : 'install', ...options], {
    cwd: making, encoding: 'utf8', shell: process.platform === 'win32',
    env: { ...process.env, NODE_OPTIONS: '', npm_config_omit_lockfile_registry_resolved: 'true' },
  })
  if (status !== 0) {
    rmSync(making, { recursive: true, force: true })
    console.log(`note: the packages of transparency/packages/${set} could not be installed, their suites are not run: ${`${stderr}${stdout}`.split('\n')[0]}`)
    return undefined
  }
  try {
    renameSync(making, dir)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(dir)) throw error
  }
  return realpathSync(join(dir, 'node_modules'))
}

/**
 * A fresh folder with a copy of a package, its dependencies beside it: tests write where they lie, and code below `node_modules` is
 * taken for somebody else's. Gives `{ root, dir }`; `root` is to be removed.
 */
export function copyPackage (modules, name) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'transparency-run-')))
  const dir = join(root, name.replaceAll(/\W+/g, '-'))
  cpSync(join(modules, name), dir, { recursive: true, verbatimSymlinks: true })
  symlinkSync(modules, join(root, 'node_modules'), 'junction')
  return { root, dir }
}
