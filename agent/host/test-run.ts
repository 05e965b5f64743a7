import { listOf } from '../primordials'

/** Test runners whose red run is an answer, not a crash: failed tests have a signal of their own. */
const RUNNERS = /[\\/]node_modules[\\/](?:\.pnpm[\\/][^\\/]+[\\/]node_modules[\\/])?(?:mocha|uvu|jest|jest-cli|@jest[\\/]core|vitest|ava|tape|tap|@tapjs[\\/][^\\/]+|jasmine|qunit|lab|zora|baretest|node-tap)[\\/]/

/** Whether this process runs tests: `node --test` and its children, a program that loaded `node:test`, or a known runner. */
export function isTestRun (): boolean {
  if (isTestRunFromStart()) return true
  const { moduleLoadList } = process as unknown as { moduleLoadList?: string[] }
  if (moduleLoadList !== undefined && listOf(moduleLoadList).includes('NativeModule internal/test_runner/harness')) return true
  return loadedFiles().some(file => RUNNERS.test(file))
}

/** What of that can be told before the program runs. */
export function isTestRunFromStart (): boolean {
  if (process.env.NODE_TEST_CONTEXT !== undefined || process.execArgv.includes('--test')) return true
  return process.argv[1] !== undefined && RUNNERS.test(process.argv[1])
}

function loadedFiles (): string[] {
  return Object.keys((require('node:module') as unknown as { _cache: Record<string, unknown> })._cache)
}
