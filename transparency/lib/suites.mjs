// Suites that packages publish with their code, and how each is run.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { copyPackage, packagesOf } from './packages.mjs'

const each = join(import.meta.dirname, 'each.mjs')
const TESTS = /^test\/(?!fixtures|types|jest|bundler).*\.test\.[cm]?js$/

/** One process per file under Node's own runner. */
const byNode = (...flags) => (node, files) => [node, ...flags, '--test', '--test-reporter=tap', ...files]
/** One after the other, each printing TAP itself. */
const alone = (node, files) => [node, each, ...files]
/** All in one process. */
const byTape = (node, files, modules) => [node, join(modules, 'tape', 'bin', 'tape'), ...files]
const byTap = (node, files, modules) => [node, join(modules, 'tap', 'dist', 'esm', 'run.mjs'), '--disable-coverage', '--allow-empty-coverage', '--reporter=tap', '-j1', ...files]

/** `set`: which of transparency/packages has it; `files`: which files are its tests; `without`: what does not end, or counts time. */
const SUITES = [
  { name: 'minimist', set: 'few', by: byTape, files: /^test\/[^/]+\.js$/ },
  { name: 'qs', set: 'few', by: byTape, files: /^test\/[^/]+\.js$/ },
  { name: 'avvio', set: 'few', by: byNode(), files: TESTS },
  { name: 'split2', set: 'few', by: alone, files: /^test\.js$/ },
  { name: 'secure-json-parse', set: 'few', by: alone, files: TESTS },
  { name: 'pino', by: byNode(), files: /^test\/(?:transport\/)?[^/]+\.test\.m?js$/ },
  { name: 'fastify', by: byNode(), files: TESTS },
  { name: 'find-my-way', by: byNode(), files: TESTS },
  { name: 'light-my-request', by: byNode(), files: TESTS },
  { name: 'thread-stream', by: byNode('--expose-gc'), files: TESTS, without: /bench|bundlers|string-limit/ },
  { name: 'sonic-boom', by: byNode(), files: TESTS },
  { name: 'process-warning', by: byNode(), files: TESTS, without: /jest/ },
  { name: 'fast-json-stringify', by: byNode(), files: TESTS },
  { name: 'fastq', by: byTape, files: /^test\/(?:test|promise)\.js$/ },
  { name: '@fastify/error', by: byNode(), files: TESTS },
  { name: '@fastify/cors', by: byNode(), files: TESTS },
  { name: '@fastify/cookie', by: byNode(), files: TESTS },
  { name: '@fastify/reply-from', by: byNode(), files: TESTS },
  { name: '@fastify/middie', by: byNode(), files: TESTS },
  { name: '@fastify/sensible', by: byNode(), files: TESTS },
  { name: 'pino-pretty', by: byNode(), files: /^(?:test|lib)\/.*\.test\.js$/ },
  { name: 'pino-http', by: byNode(), files: /^test\/test\.js$/ },
  { name: 'tape', by: alone, files: /^test\/[^/]+\.js$/, without: /^test\/common/ },
  { name: 'resolve', by: byTape, files: /^test\/[^/]+\.js$/ },
  { name: 'object-inspect', by: byTape, files: /^test\/[^/]+\.js$/ },
  { name: 'deep-equal', by: byTape, files: /^test\/cmp\.js$/ },
  { name: 'duplexify', by: alone, files: /^test\.js$/ },
  { name: 'pumpify', by: alone, files: /^test\.js$/ },
  { name: 'steed', by: alone, files: /^test\.js$/ },
  { name: 'retimer', by: alone, files: /^test\.js$/ },
  { name: 'make-promises-safe', by: byTap, files: /^test\.js$/ },
  { name: 'on-exit-leak-free', by: byTap, files: TESTS },
  { name: 'close-with-grace', by: alone, files: /^test\/[^/]+\.test\.js$/ },
  { name: 'pino-abstract-transport', by: byNode(), files: TESTS },
  { name: 'autocannon', by: byNode(), files: TESTS, without: /serial|forever/ },
  { name: 'mqemitter', by: byNode(), files: /^test\/test\.js$/ },
]

export const listSuites = () => SUITES

/** The plan of a suite for `compareCommand`; undefined where its package could not be installed. */
export function planOfSuite ({ name, set = 'many', by, files, without }, node) {
  const modules = packagesOf(set)
  if (modules === undefined) return undefined
  const tests = filesOf(join(modules, name)).filter(file => files.test(file) && !without?.test(file)).sort()
  if (tests.length === 0) throw new Error(`${name} has no tests that match ${files}`)
  return {
    command: by(node, tests, modules), timeoutMs: 900_000, env: { PATH: `${dirname(node)}:${process.env.PATH}`, CI: '1' },
    places: { [modules]: '<modules>' }, what: [],
    prepare: () => copyPackage(modules, name).dir,
    release: dir => rmSync(dirname(dir), { recursive: true, force: true, maxRetries: 3 }),
  }
}

function filesOf (dir, prefix = '') {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { withFileTypes: true }).flatMap(entry => {
    if (entry.name === 'node_modules') return []
    return entry.isDirectory() ? filesOf(join(dir, entry.name), `${prefix}${entry.name}/`) : [prefix + entry.name]
  })
}
