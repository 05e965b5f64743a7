/**
 * `faultsnap/jest`, `faultsnap/vitest`, `faultsnap/mocha`: the preload, for a test runner that loads it as a setup file. Jest, and the
 * `vm` pools of Vitest, do so in a sandbox, with a `process`, a `require` and even a `createRequire` of their own; there must be one
 * agent per thread, outside of it. What Jest hands on as it is, is Node's own loader.
 */
const { join } = require('node:path') as typeof import('node:path')
const { _load } = require('node:module') as unknown as { _load: (file: string) => unknown }

_load(join(__dirname, 'register.cjs'))

export {}
