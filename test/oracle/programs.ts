/**
 * The programs of the oracle. `batch`: one after the other in one process, each by its uncaught exception. `alone`: those that need a
 * process of their own, with what Node is started with.
 */
export interface OracleRun { name: string, programs: string[], preload?: '--import', minMajor?: number, isAsync?: true }

const BATCH = [
  'arrays', 'blocks', 'boxed', 'buffers', 'callbacks', 'classes', 'closures', 'collections', 'dates', 'dead-zone', 'errors', 'evaluated',
  'functions', 'generators', 'intrinsics', 'native-error', 'objects', 'platform', 'primitives', 'promises', 'proxies', 'receivers', 'recursion',
  'sloppy', 'streams', 'thrown-object', 'thrown-primitive', 'wasm', 'weak', 'wide', 'within-generator',
  // Node 20 ends, with exit code 0, after an error that came through a vm context, whoever handles it.
  'contexts',
]

export const RUNS: readonly OracleRun[] = [
  { name: 'batch', programs: BATCH.map(name => `oracle/programs/${name}.cjs`) },
  { name: 'rejection', programs: ['oracle/programs/rejection.cjs'], isAsync: true },
  { name: 'async-generator', programs: ['oracle/programs/async-generator.cjs'], isAsync: true },
  { name: 'module', programs: ['oracle/programs/module.mjs'], preload: '--import' },
  { name: 'mapped', programs: ['mapped.cjs'] },
]

/** Programs that other tests have, too: with all Nodes only. */
export const FURTHER: readonly OracleRun[] = [
  ...['scopes.js', 'private-fields.js', 'extra-fields.js', 'cause-chain.js', 'eval.js', 'new-function.js', 'vm-script.js', 'tree.js', 'timer.js',
    'event-listener.js', 'next-tick.js', 'throws-proxy.js', 'throws-null.js', 'throws-symbol.js', 'module-scope.js', 'main-script.js']
    .map(name => ({ name: `crashes/${name}`, programs: [`crashes/${name}`] })),
  { name: 'crashes/esm-live-binding.mjs', programs: ['crashes/esm-live-binding.mjs'], preload: '--import' },
  { name: 'crashes/typed.ts', programs: ['crashes/typed.ts'], minMajor: 24 },
]
