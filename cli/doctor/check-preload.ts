import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageOf } from '../../src/program/package-of'
import { safeText } from '../../src/terminal/safe-text'
import { splitNodeOptions } from '../run/node-options'
import type { Check } from './check'

/** A preload of FaultSnap that a command line or `NODE_OPTIONS` asks for. `file`: what it resolves to, absent if to nothing. */
export interface Preload { flag: string, specifier: string, from: 'the command line' | 'NODE_OPTIONS', file?: string }

/** The preloads of FaultSnap among options and `NODE_OPTIONS`, in the order in which Node.js runs them. */
export function findPreloads (options: readonly string[], nodeOptions: string | undefined, cwd: string): Preload[] {
  return [
    ...preloadsIn(splitNodeOptions(nodeOptions ?? ''), 'NODE_OPTIONS', cwd),
    ...preloadsIn(options, 'the command line', cwd),
  ]
}

function preloadsIn (options: readonly string[], from: Preload['from'], cwd: string): Preload[] {
  const preloads: Preload[] = []
  for (const [index, option] of options.entries()) {
    const [, flag, inline] = /^(-r|--require|--import)(?:=(.*))?$/s.exec(option) ?? []
    const specifier = inline ?? options[index + 1]
    if (flag === undefined || specifier === undefined || !isOurs(specifier)) continue
    const file = resolveSpecifier(specifier, cwd)
    preloads.push({ flag, specifier, from, ...(file !== undefined && { file }) })
  }
  return preloads
}

/** By name, or by a path as `faultsnap run` gives it. */
const isOurs = (specifier: string): boolean => /^faultsnap(?:\/|$)/.test(specifier) ||
  /(?:faultsnap|dist)[^\n]*[\\/]register\.cjs$/.test(specifier)

function resolveSpecifier (specifier: string, cwd: string): string | undefined {
  try {
    if (specifier.startsWith('file:')) {
      const file = fileURLToPath(specifier)
      return existsSync(file) ? file : undefined
    }
    return createRequire(join(cwd, 'noop.js')).resolve(/^\.{1,2}[\\/]/.test(specifier) ||
      isAbsolute(specifier) ? resolve(cwd, specifier) : specifier)
  } catch {
    return undefined
  }
}

/** One check per preload: where it comes from, and which FaultSnap it is. `version` is that of this CLI. */
export function checkPreloads (preloads: readonly Preload[], version: string): Check[] {
  return preloads.map(({ flag, specifier, from, file }): Check => {
    const what = `${flag} ${safeText(specifier, 300)} in ${from}`
    if (file === undefined) {
      return { name: 'preload', state: 'failed', text: `${what} leads to no file from this folder`,
        fix: 'Install faultsnap in this project, or give the absolute path of its dist/register.cjs.' }
    }
    const found = packageOf(file)
    const own = found?.name === 'faultsnap' ? found.version : undefined
    if (own !== undefined && own !== version) {
      return { name: 'preload', state: 'warning', text: `${what} is faultsnap ${safeText(own, 40)}; this is ${version}`,
        fix: 'Use one version for both.' }
    }
    const which = own === undefined ? '' : `, faultsnap ${safeText(own, 40)}`
    return { name: 'preload', state: 'ok', text: `${what} is ${safeText(file, 500)}${which}` }
  })
}
