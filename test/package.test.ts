import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { buildSync } from 'esbuild'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { DEFAULT_CONFIG } from '../src/config/config'

// The packed package, installed into an empty project: what users get.

const root = join(__dirname, '..')
const project = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-package-')))
const installed = join(project, 'node_modules/faultsnap')
const INTEGRATIONS = ['express', 'fastify', 'koa', 'hono', 'nest', 'next']
const isWindows = process.platform === 'win32'

interface Package { exports: Record<string, unknown>, bin: Record<string, string>, version: string, [field: string]: unknown }
const manifest = (): Package => JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Package

test.before(() => {
  writeFileSync(join(project, 'package.json'), '{ "private": true }')
  // Without scripts: `prepack` builds anew, under the feet of the other tests.
  npm(root, 'pack', '--ignore-scripts', '--pack-destination', project)
  const tarball = readdirSync(project).find(name => name.endsWith('.tgz'))!
  npm(project, 'install', '--offline', '--no-audit', '--no-fund', join(project, tarball))
})
test.after(() => rmSync(project, { recursive: true, force: true }))

test('publint has nothing to say about it', async () => {
  const { messages } = await publint({ pkgDir: installed, pack: false, strict: true })
  assert.equal(messages.map(message => formatMessage(message, manifest())), [])
})

test('it brings no dependencies, neither declared nor installed', () => {
  const kinds = ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundledDependencies', 'bundleDependencies']
  for (const kind of kinds) assert.is(manifest()[kind], undefined, kind)
  assert.equal(readdirSync(join(project, 'node_modules')).filter(name => !name.startsWith('.')), ['faultsnap'])
})

test('what every crash loads has neither the parser nor slow modules of Node', () => {
  for (const name of ['register.cjs', 'agent.cjs', 'walk.cjs', 'crash.cjs']) {
    const text = readFileSync(join(installed, 'dist', name), 'utf8')
    assert.not.match(text, /node:crypto|node:zlib|node:http|node:child_process/, name)
    assert.not.match(text, /ecmaVersion/, name)
  }
  assert.match(readFileSync(join(installed, 'dist', 'syntax.cjs'), 'utf8'), /ecmaVersion/)
})

test('its bundles load nothing but Node\'s own modules and each other', () => {
  const dist = join(installed, 'dist')
  const bundles = readdirSync(dist).filter(name => /\.[cm]js$/.test(name))
  const integrations = INTEGRATIONS.flatMap(name => [`${name}.cjs`, `${name}.mjs`])
  assert.equal(bundles.sort(), ['agent.cjs', 'cli.mjs', 'config.cjs', 'crash.cjs', 'expected-file.cjs', 'ghost.cjs', 'http.cjs', 'index.cjs', 'index.mjs', 'packer.cjs',
    'register.cjs', 'sandbox.cjs', 'supervised.cjs', 'syntax.cjs', 'tests.cjs', 'threads.cjs', 'walk.cjs', 'watched.cjs', ...integrations].sort())
  // Chunks of the command line, which only some of its commands load.
  const chunks = readdirSync(join(dist, 'cli')).map(name => `cli/${name}`)
  for (const name of [...bundles, ...chunks]) {
    const text = readFileSync(join(dist, name), 'utf8')
    const imports = /(?:\brequire\(|\bfrom ?|\bimport\(|\bimport ?)["']([\w@./:-]+)["']/g
    const loaded = [...text.matchAll(imports)].map(match => match[1]!)
    const foreign = loaded.filter(module => !isBuiltin(module) && !module.startsWith('faultsnap:') && ![...bundles, ...chunks].includes(posix.join(posix.dirname(name), module)))
    assert.equal(foreign, [], name)
  }
})

test('every export resolves from CommonJS and from ESM', () => {
  const paths = Object.keys(manifest().exports).map(path => `faultsnap${path.slice(1)}`)
  assert.equal(paths, ['faultsnap', 'faultsnap/register', 'faultsnap/jest', 'faultsnap/mocha', 'faultsnap/vitest',
    ...INTEGRATIONS.map(name => `faultsnap/${name}`), 'faultsnap/config.schema.json', 'faultsnap/package.json'])
  const files = `${JSON.stringify(paths)}.map(path => require.resolve(path))`
  const required = runScript('resolve.cjs', `console.log(JSON.stringify([${files}, Object.keys(require('faultsnap')).sort()]))`)
  const imported = runScript('resolve.mjs', `
    import { createRequire } from 'node:module'
    import { fileURLToPath } from 'node:url'
    import * as library from 'faultsnap'
    import 'faultsnap/register'
    const files = ${JSON.stringify(paths)}.map(path => fileURLToPath(import.meta.resolve(path)))
    const required = createRequire(import.meta.url)('faultsnap')
    console.log(JSON.stringify([files, Object.keys(library).sort(), library.install === required.install]))
  `)
  const [requiredFiles, requiredNames] = JSON.parse(required) as [string[], string[]]
  const [importedFiles, importedNames, isSame] = JSON.parse(imported) as [string[], string[], boolean]
  for (const file of [...requiredFiles, ...importedFiles]) assert.ok(existsSync(file), file)
  const asRequired = (file: string): string => file.replace(/\.mjs$/, '.cjs')
  assert.equal(requiredFiles, importedFiles.map(asRequired))
  assert.ok(requiredNames.includes('install') && requiredNames.includes('readCapsule'), requiredNames.join(' '))
  assert.equal(importedNames, requiredNames)
  assert.ok(isSame, 'import and require give one library')
})

test('what is not exported is not reachable', () => {
  const script = "try { require('faultsnap/dist/packer.cjs') } catch (error) { console.log(error.code) }"
  assert.is(runScript('private.cjs', script).trim(), 'ERR_PACKAGE_PATH_NOT_EXPORTED')
})

test('its command is there and knows its version', () => {
  const { bin, version } = manifest()
  assert.is(runNode([join(installed, bin['faultsnap']!), '--version']).trim(), version)
  assert.ok(readdirSync(join(project, 'node_modules/.bin')).includes('faultsnap'))
})

for (const [module, moduleResolution] of [['node16', 'node16'], ['nodenext', 'nodenext'], ['esnext', 'bundler']] as const) {
  test(`the types of all entries compile in a consumer with module ${module} and resolution ${moduleResolution}`, () => {
    const dir = join(project, `types-${moduleResolution}`)
    mkdirSync(dir)
    const program = `
      import { breadcrumb, capture, configure, FaultSnapError, ghost, install, readCapsule, readManifest, setContext, uninstall, wrap } from 'faultsnap'
      import type { Breadcrumb, Capsule, Config, CrashDocument, FaultSnapErrorCode, Manifest, Value } from 'faultsnap'
      import 'faultsnap/register'
      const options: Partial<Config> = { maxDepth: 8, captureEnvironment: ['NODE_ENV'] }
      configure(options)
      install(options)
      breadcrumb('here', { n: 1 }, 'warning')
      setContext({ tenant: 7 })
      const file: string | undefined = capture(new Error('x'), { order: 1 })
      export const watched: (n: number) => Promise<number> = ghost({ depth: 2 })(wrap(async (n: number) => n))
      export class Decorated { @ghost({ suppress: true }) method (): void {} }
      const code: FaultSnapErrorCode = new FaultSnapError('USAGE', 'x').code
      export const read = async (): Promise<[Manifest, CrashDocument, Breadcrumb[], Value | undefined]> => {
        const capsule: Capsule = await readCapsule(file ?? code)
        const manifest = await readManifest(file ?? code)
        return [manifest, capsule.crash, capsule.breadcrumbs, capsule.crash.frames[0]?.scopes[0]?.variables[0]?.value]
      }
      uninstall()
    `
    writeFileSync(join(dir, 'esm.mts'), program)
    writeFileSync(join(dir, 'wrong.mts'), "import { install } from 'faultsnap'\ninstall({ maxDepth: 'deep' })\n")
    if (moduleResolution !== 'bundler') writeFileSync(join(dir, 'commonjs.cts'), program)
    writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({
      compilerOptions: {
        module, moduleResolution, target: 'es2022', strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false,
        noEmit: true, types: ['node'], typeRoots: [join(root, 'node_modules/@types')],
      },
    }))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', dir], { encoding: 'utf8' })
    const errors = stdout.split('\n').filter(line => /error TS/.test(line))
    // The one mistake proves that the types are looked at and are not `any`.
    assert.is(errors.length, 1, stdout)
    assert.match(errors[0]!, /wrong\.mts\(2,11\): error TS2322: Type 'string' is not assignable to type 'number'/)
  })
}

test('the licence of every bundled package is shipped', () => {
  const bundled = new Set<string>()
  for (const entry of ['agent/register.ts', 'agent/install.ts', 'agent/crash.ts', 'agent/syntax.ts', 'agent/walk.ts', 'src/config/validate.ts', 'agent/processes/supervised.ts', 'agent/tests.ts', 'agent/watchers/watched.ts', 'agent/pack/packer.ts', 'agent/index.ts', 'agent/ghost/wrapper.ts', 'cli/main.ts']) {
    const { metafile } = buildSync({
      absWorkingDir: root, entryPoints: [entry], bundle: true, platform: 'node', format: entry.startsWith('cli') ? 'esm' : 'cjs',
      external: ['./agent.cjs', './crash.cjs', './ghost.cjs', './supervised.cjs', './tests.cjs', './register.cjs'], metafile: true, write: false, outdir: 'unused', logLevel: 'silent',
    })
    for (const input of Object.keys(metafile.inputs)) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1]
      // Of the older string-width that yargs asks for, whose place ours takes: see scripts/narrow-widths.mjs.
      if (name !== undefined && name !== 'emoji-regex') bundled.add(name)
    }
  }
  const texts = readFileSync(join(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8')
  assert.ok(bundled.has('yazl') && bundled.has('yauzl') && bundled.has('yargs'), [...bundled].join(' '))
  for (const name of bundled) {
    const dir = join(root, 'node_modules', name)
    const { version, license } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Record<string, string>
    assert.ok(texts.includes(`${name} ${version} (${license})`), `${name} ${version}`)
  }
  const others = ['LICENSE', 'README.md', 'CHANGELOG.md', 'docs/errors.md']
  for (const file of others) assert.ok(existsSync(join(installed, file)), file)
})

test('the example configuration names the schema where it lies once installed', () => {
  const example = JSON.parse(readFileSync(join(installed, 'faultsnap.config.example.json'), 'utf8')) as Record<string, string>
  const schema = JSON.parse(readFileSync(join(project, example['$schema']!), 'utf8')) as { properties: Record<string, object> }
  assert.equal(Object.keys(schema.properties).sort(), ['$schema', ...Object.keys(DEFAULT_CONFIG)].sort())
})

test('no path of the machine it was built on is in it', () => {
  for (const file of readdirSync(installed, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue
    const text = readFileSync(join(file.parentPath ?? file.path, file.name), 'utf8')
    assert.not(text.includes(root), file.name)
  }
})

const isBuiltin = (module: string): boolean => module.startsWith('node:') || builtinModules.includes(module)

function npm (cwd: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8', shell: isWindows })
  if (status !== 0) throw new Error(`npm ${args.join(' ')}\n${stdout}${stderr}`)
}

function runScript (name: string, text: string): string {
  writeFileSync(join(project, name), text)
  return runNode([name])
}

function runNode (args: string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:FAULTSNAP_|NODE_OPTIONS$)/.test(name)))
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8', env })
  if (status !== 0) throw new Error(`node ${args.join(' ')}\n${stdout}${stderr}`)
  return stdout
}

test.run()
