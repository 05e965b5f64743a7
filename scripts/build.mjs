// Bundles FaultSnap into dist/: the agent (CommonJS, nothing resolved from the host's node_modules), the CLI, types, schema, licences.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync, chmodSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { build } from 'esbuild'
import { narrowWidths } from './narrow-widths.mjs'
import { OWN_FILES, sharedModules } from './own-files.mjs'
import { buildReportAssets } from './report-assets.mjs'
import { buildShadow } from './shadow.mjs'

const root = join(import.meta.dirname, '..')
// FAULTSNAP_DIST: another folder, for a build beside the one that tests are using.
const dist = resolve(process.env.FAULTSNAP_DIST || join(root, 'dist'))
process.chdir(root)
// It is removed first: never a folder that this script or the working directory lies in, nor one that holds anything but a build.
const isAbove = folder => !relative(dist, folder).startsWith('..') && !isAbsolute(relative(dist, folder))
const isForeign = dist !== join(root, 'dist') && existsSync(dist) && readdirSync(dist).length > 0 && !existsSync(join(dist, 'register.cjs'))
if (isAbove(root) || isForeign) throw new Error(`FAULTSNAP_DIST: ${dist} is no folder for a build`)
rmSync(dist, { recursive: true, force: true })
mkdirSync(dist, { recursive: true })

const common = { bundle: true, platform: 'node', target: 'node20.19', metafile: true, legalComments: 'none', logLevel: 'warning', minify: true }
/** One file each: `faultsnap/express` and its neighbours. */
const integrations = ['express', 'fastify', 'koa', 'hono', 'nest', 'next']
const agent = { ...common, format: 'cjs', external: ['./agent.cjs', './ghost.cjs', './index.cjs', './register.cjs'] }
/** What runs among built-ins of its own, see agent/realm.ts. */
const ownBuiltins = {
  ...agent,
  define: Object.fromEntries([
    // Globals of Node, which are no built-ins of JavaScript; some are lazy, and all of them the program's.
    ...['AbortController', 'Blob', 'BroadcastChannel', 'Event', 'EventTarget', 'MessageChannel', 'MessagePort', 'URLSearchParams', 'atob', 'btoa',
      'clearInterval', 'fetch', 'performance', 'setInterval', 'structuredClone'].map(name => [name, `globalThis.${name}`]),
    ...['env', 'argv', 'execArgv', 'versions'].map(name => [`process.${name}`, `processView.${name}`]),
  ]),
}
/** chrome-remote-interface describes the whole protocol in a megabyte; methods are called by name. */
const withoutProtocol = {
  name: 'without-protocol',
  setup ({ onLoad }) { onLoad({ filter: /chrome-remote-interface[\\/]lib[\\/]protocol\.json$/ }, () => ({ contents: '{"domains":[]}', loader: 'json' })) },
}
/** A parser that only errors of syntax need, which come to nobody who looks from outside: half of what would be brought into the program. */
const withoutParser = {
  name: 'without-parser',
  setup ({ onLoad }) { onLoad({ filter: /[\\/]syntax-error-frame\.ts$/ }, () => ({ contents: 'export const syntaxErrorFrame = () => undefined' })) },
}
const results = await Promise.all([
  build({
    ...agent,
    entryPoints: {
      register: 'agent/register.ts', sandbox: 'agent/sandbox.ts', packer: 'agent/pack/packer.ts', index: 'agent/index.ts', ghost: 'agent/ghost/wrapper.ts',
    },
    outdir: dist,
    outExtension: { '.js': '.cjs' },
  }),
  build({ ...ownBuiltins, entryPoints: { agent: 'agent/install.ts' }, outdir: dist, outExtension: { '.js': '.cjs' } }),
  build({ ...ownBuiltins, plugins: [sharedModules], entryPoints: OWN_FILES, outdir: dist, outExtension: { '.js': '.cjs' } }),
  build({
    ...agent, entryPoints: Object.fromEntries(integrations.map(name => [name, `agent/integrations/${name}.ts`])), outdir: dist, outExtension: { '.js': '.cjs' },
  }),
  // What `faultsnap attach` brings into a program: a function as an expression, and the recorder that it loads.
  build({ ...ownBuiltins, plugins: [withoutParser], entryPoints: { 'remote-recorder': 'agent/remote/remote-recorder.ts' }, outdir: dist }),
  build({
    ...agent, entryPoints: { 'remote-bootstrap': 'agent/remote/bootstrap.ts' }, outdir: dist,
    banner: { js: '(function () { const module = { exports: {} };' }, footer: { js: 'return module.exports.start })()' },
  }),
  build({
    // What only a few commands need is a chunk of its own, loaded when it is imported.
    ...common, format: 'esm', entryPoints: { cli: 'cli/main.ts' }, outdir: dist, outExtension: { '.js': '.mjs' }, splitting: true, plugins: [narrowWidths, withoutProtocol], chunkNames: 'cli/[name]-[hash]',
    banner: { js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  }),
])
results.push(...await buildReportAssets(dist), await buildShadow(dist))
chmodSync(join(dist, 'cli.mjs'), 0o755)

// The integrations' types are written by hand, against the frameworks' own, which are not installed here.
for (const name of integrations) {
  const types = readFileSync(join(root, 'agent', 'integrations', 'types', `${name}.d.ts`), 'utf8')
  for (const extension of ['d.ts', 'd.mts']) writeFileSync(join(dist, `${name}.${extension}`), types)
  // Nest's filter extends a class of the app's Nest, so that it cannot be loaded here.
  const exported = [...types.matchAll(/^export (?:declare )?(?:const|function|class) (\w+)/gm)].map(([, found]) => found)
  const byDefault = /^export default/m.test(types) ? 'export default integration.default\n' : ''
  writeFileSync(join(dist, `${name}.mjs`), `import integration from './${name}.cjs'\nexport const { ${exported.join(', ')} } = integration\n${byDefault}`)
}

// ESM face of the library: the same CommonJS module, so that there is one agent.
const names = Object.keys(createRequire(import.meta.url)(join(dist, 'index.cjs'))).sort()
writeFileSync(join(dist, 'index.mjs'), `import faultsnap from './index.cjs'\nexport const { ${names.join(', ')} } = faultsnap\n`)
writeFileSync(join(dist, 'index.d.mts'), "export * from './types/agent/index.js'\n")

const types = spawnSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'scripts/tsconfig.types.json', '--outDir', join(dist, 'types')], { stdio: 'inherit' })
if (types.status !== 0) process.exit(1)

const { configJsonSchema } = await loadTs('src/config/config-schema.ts')
writeFileSync(join(dist, 'config.schema.json'), JSON.stringify(configJsonSchema(), null, 2) + '\n')
writeLicences(results.flatMap(({ metafile }) => Object.keys(metafile.inputs)))

async function loadTs (entry) {
  const out = join(dist, '.build.mjs')
  await build({ ...common, format: 'esm', entryPoints: [entry], outfile: out })
  const module = await import(out)
  rmSync(out)
  return module
}

/** The licence texts of every package that is part of a bundle. */
function writeLicences (inputs) {
  const packages = new Set(inputs.filter(input => input.includes('node_modules/')).map(input => {
    const parts = input.slice(input.lastIndexOf('node_modules/') + 13).split('/')
    return join(input.slice(0, input.lastIndexOf('node_modules/') + 13), parts[0].startsWith('@') ? join(parts[0], parts[1]) : parts[0])
  }))
  const texts = [...packages].sort().map(dir => {
    const { name, version, license } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
    const file = readdirSync(dir).find(entry => /^licen[cs]e/i.test(entry))
    return `${name} ${version} (${license})\n\n${file === undefined ? `Licensed under ${license}.` : readFileSync(join(dir, file), 'utf8').trim()}\n`
  })
  writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), `FaultSnap's bundles contain these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`)
}

