/**
 * `faultsnap/jest`, `faultsnap/vitest`, `faultsnap/mocha`: the preload, for a test runner that loads it as a setup file. Jest, and the
 * `vm` pools of Vitest, do so in a sandbox, with copies of `process` and `require` of their own; there must be one agent per thread,
 * outside of it.
 */
const { getBuiltinModule } = process as unknown as { getBuiltinModule: (id: 'node:module') => typeof import('node:module') }

getBuiltinModule('node:module').createRequire(__filename)('./register.cjs')

export {}
