// The agent's files that are compiled when they are needed: they take what has a state, or had to be taken before the program ran, from
// the file that loads them (agent/own-files.ts), in the place of a copy of their own.
import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const SHARED = { 'own-files': 'agent/own-files.ts', primordials: 'agent/primordials.ts', boundary: 'agent/boundary.ts', machinery: 'agent/walk/machinery.ts',
  originals: 'agent/originals.ts', 'with-originals': 'agent/with-originals.ts', stamp: 'agent/http/stamp.ts' }

/** Each file and the module that it is made of. */
export const OWN_FILES = {
  walk: 'agent/walk.ts', crash: 'agent/crash.ts', http: 'agent/http.ts', threads: 'agent/threads.ts', config: 'src/config/validate.ts',
  supervised: 'agent/processes/supervised.ts', tests: 'agent/tests.ts', syntax: 'agent/syntax.ts', 'expected-file': 'agent/record/expected-file.ts',
  watched: 'agent/watchers/watched.ts',
}

/** An esbuild plugin. */
export const sharedModules = {
  name: 'shared-modules',
  setup ({ onResolve, onLoad }) {
    const byFile = new Map(Object.entries(SHARED).map(([name, file]) => [join(root, file), name]))
    onResolve({ filter: /^\./ }, ({ path, resolveDir, namespace }) => {
      if (namespace === 'shared') return undefined
      const name = byFile.get(`${join(resolveDir, path)}.ts`)
      return name === undefined ? undefined : { path: name, namespace: 'shared' }
    })
    onResolve({ filter: /^faultsnap:/ }, ({ path }) => ({ path, external: true }))
    onLoad({ filter: /.*/, namespace: 'shared' }, async ({ path }) => {
      const names = path === 'own-files' ? ['ownFile'] : await exportsOf(SHARED[path])
      return { contents: `const m = require('faultsnap:${path}')\n${names.map(name => `export const ${name} = m.${name}`).join('\n')}`, loader: 'js' }
    })
  },
}

async function exportsOf (file) {
  const { metafile } = await build({
    entryPoints: [join(root, file)], bundle: true, packages: 'external', platform: 'node', format: 'esm', metafile: true, write: false, outdir: 'unused', logLevel: 'silent',
  })
  return Object.values(metafile.outputs)[0].exports
}
