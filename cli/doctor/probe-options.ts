import { isAbsolute, relative, resolve } from 'node:path'
import { quoteNodeOption, splitNodeOptions } from '../run/node-options'

/** What would start something else than our script, wait for a debugger, watch, or leave files behind. */
const LEFT_OUT = new RegExp('^-[cip]$|^--(?:test|watch|run|check|interactive|cpu-prof|heap-prof|prof|heapsnapshot|build-snapshot|' +
  'report-|trace-event|experimental-test|build-sea|redirect-warnings|title)')
const LEFT_OUT_VALUED = new Set(['--watch-path', '--test-reporter', '--test-name-pattern', '--redirect-warnings',
  '--trace-event-categories', '--title'])

/** The options of a command for the probe: the same, without those that would run, wait or write something else. */
export function probeOptions (options: readonly string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < options.length; at++) {
    const option = options[at]!
    if (LEFT_OUT.test(option)) {
      if (LEFT_OUT_VALUED.has(option)) at++
    } else kept.push(/^--inspect(?:-brk|-wait)?(?:=|$)/.test(option) ? '--inspect=127.0.0.1:0' : option)
  }
  return kept
}

/** The same for the text of `NODE_OPTIONS`. */
export const probeNodeOptions = (text: string): string => probeOptions(splitNodeOptions(text)).map(option =>
  /[\s"\\]/.test(option) ? quoteNodeOption(option) : option).join(' ')

/**
 * What the permission model must allow besides, so that the probe stands for the program: its script may be read as the
 * program's, and its repository written if the real one may.
 */
export function probePermissions (options: readonly string[], repositoryDir: string, cwd: string, dir: string): string[] {
  if (!options.some(option => /^--(?:experimental-)?permission$/.test(option))) return []
  const writable = options.flatMap((option, at) => option === '--allow-fs-write' ? options[at + 1] ?? []
    : option.startsWith('--allow-fs-write=') ? option.slice('--allow-fs-write='.length) : []).flatMap(paths => paths.split(','))
  const mayWrite = writable.some(path => path === '*' || isWithin(resolve(cwd, path.replace(/\*$/, '')), repositoryDir))
  return [`--allow-fs-read=${dir}`, ...(mayWrite ? [`--allow-fs-write=${dir}`] : [])]
}

function isWithin (folder: string, path: string): boolean {
  const rest = relative(folder, path)
  return !/^\.\.(?:[\\/]|$)/.test(rest) && !isAbsolute(rest)
}
