// The projects of transparency/projects/: test runners and libraries from the registry, used as programs use them.
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { packagesOf } from './packages.mjs'

const folder = join(import.meta.dirname, '..', 'projects')

/** How the tests of a runner are started, below the `node_modules` that it is in. */
const RUNNERS = {
  mocha: ['mocha/bin/mocha.js', '--reporter', 'tap', 'all.spec.js'],
  ava: ['ava/entrypoints/cli.mjs', '--tap'],
  jest: ['jest/bin/jest.js', '--json', '--runInBand', '--no-cache'],
  tap: ['tap/dist/esm/run.mjs', '--disable-coverage', '--allow-empty-coverage', '--reporter=tap', 'all.test.cjs'],
  tape: ['tape/bin/tape', 'all.js'],
  uvu: ['uvu/bin.js', '.', 'all.js'],
}

/** One per runner, and one per file of projects/libraries. */
export function listProjects () {
  const libraries = readdirSync(join(folder, 'libraries')).sort()
  return [
    ...Object.entries(RUNNERS).map(([name, [bin, ...args]]) => ({ name: `project ${name}`, from: name, bin, args })),
    ...libraries.map(file => ({ name: `library ${file}`, from: 'libraries', args: [file] })),
  ]
}

/** The plan of a project for `compareCommand`; undefined where the packages could not be installed. */
export function planOfProject ({ from, bin, args }, node) {
  const modules = packagesOf('many')
  if (modules === undefined) return undefined
  return {
    command: [node, ...bin === undefined ? [] : [join(modules, bin)], ...args], timeoutMs: 300_000,
    env: { PATH: `${dirname(node)}:${process.env.PATH}`, CI: '1' }, places: { [modules]: '<modules>' },
    what: bin === undefined ? ['stdout', 'stderr'] : from === 'uvu' ? ['stdout'] : [],
    prepare () {
      const dir = realpathSync(mkdtempSync(join(tmpdir(), 'transparency-run-')))
      cpSync(join(folder, from), dir, { recursive: true })
      symlinkSync(modules, join(dir, 'node_modules'), 'junction')
      return dir
    },
    release: dir => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }),
  }
}
