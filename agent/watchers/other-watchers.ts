import { resolve } from 'node:path'
import { argumentsAt, valuesOf, type Command } from './command'
import { isGlob, matchesGlob } from './glob'
import { isWithin, slashed, type Watcher } from './watcher'

type Environment = Readonly<Record<string, string | undefined>>

/** Node's own: with `--watch-path` all below a path, else only what the program loads. */
export function nodeWatch (command: Command): Watcher | undefined {
  if (!/(?:^|[\\/])node(?:\.exe|js)?$/.test(command.argv[0] ?? '')) return undefined
  return watcherOf('node --watch-path', valuesOf(command.argv, '--watch-path'), [], command.cwd())
}

/** tsx and ts-node-dev watch what the program loads, and what they are told to besides. */
export function tsx (command: Command): Watcher | undefined {
  const at = argumentsAt(command, 'tsx')
  if (at === -1 || !command.argv.slice(at).some(argument => argument === 'watch')) return undefined
  const argv = command.argv.slice(at)
  const ignored = ['**/.*/**', '**/node_modules/**', ...valuesOf(argv, '--exclude', '--ignore')]
  return watcherOf('tsx watch', valuesOf(argv, '--include'), ignored, command.cwd())
}

export function tsNodeDev (command: Command): Watcher | undefined {
  const at = [argumentsAt(command, 'ts-node-dev'), argumentsAt(command, 'tsnd')].find(index => index !== -1)
  if (at === undefined) return undefined
  return watcherOf('ts-node-dev', valuesOf(command.argv.slice(at), '--watch').flatMap(list => list.split(',')), [], command.cwd())
}

export function forever (command: Command): Watcher | undefined {
  const at = argumentsAt(command, 'forever')
  const argv = command.argv.slice(at)
  if (at === -1 || !argv.some(argument => argument === '-w' || argument === '--watch')) return undefined
  const folders = valuesOf(argv, '--watchDirectory', '--sourceDir')
  return watcherOf('forever', folders.length === 0 ? ['.'] : folders, ['**/.*', '**/node_modules/**'], command.cwd())
}

/** pm2 has a daemon for all programs; what it was told of one is in that one's environment. */
export function pm2 (env: Environment): Watcher | undefined {
  const { pm_id: id, watch = 'false', pm_cwd: cwd = process.cwd(), ignore_watch: ignore = '' } = env
  if (id === undefined || watch === 'false' || watch === '') return undefined
  const ignored = ignore === '' ? ['**/.*', '**/.*/**', '**/node_modules/**'] : ignore.split(',').map(rule => rule.trim())
  return watcherOf('pm2', watch === 'true' ? ['.'] : watch.split(','), ignored, cwd)
}

/** Paths and patterns as chokidar has them: relative to a folder, a path with all below it. What is no pattern we know counts as watched. */
function watcherOf (name: string, watched: readonly string[], ignored: readonly string[], cwd: string): Watcher | undefined {
  if (watched.length === 0) return undefined
  const matches = (file: string, rule: string): boolean | undefined => {
    const path = slashed(resolve(cwd, rule))
    return isGlob(rule) ? matchesGlob(file, path) : isWithin(path, file)
  }
  return {
    name,
    isTriggeredBy: path => {
      const file = slashed(path)
      return !ignored.some(rule => matches(file, rule) === true) && watched.some(rule => matches(file, rule) !== false)
    },
  }
}
