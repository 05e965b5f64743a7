import { existsSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { argumentsAt, valuesOf, type Command } from './command'
import { isGlob, matchesGlob } from './glob'
import { isWithin, slashed, type Watcher } from './watcher'

/** What nodemon leaves out in any case (`ignore-by-default`). */
const NEVER = /\/(?:\.git|\.nyc_output|\.sass-cache|bower_components|coverage|node_modules)\//
const DEFAULT_WATCH = ['*.*']
const DEFAULT_EXTENSIONS = 'js,mjs,cjs,json'

interface Options { watch?: unknown, ignore?: unknown, ext?: unknown }

/**
 * nodemon, if this command is one: its arguments over `nodemon.json` or `nodemonConfig`, over `~/.nodemon.json`'s like, read as
 * lib/config/load.js and lib/monitor/match.js of nodemon 3 do.
 */
export function nodemon (command: Command): Watcher | undefined {
  const at = argumentsAt(command, 'nodemon')
  if (at === -1) return undefined
  const argv = command.argv.slice(at)
  const given = (...names: string[]): string[] | undefined => {
    const values = valuesOf(argv, ...names)
    return values.length === 0 ? undefined : values
  }
  const cwd = resolve(command.cwd(), given('--cwd')?.at(-1) ?? '')
  const files = optionsOfFiles(cwd, given('--config')?.at(-1))
  const watch = given('--watch', '-w') ?? listOf(files.watch) ?? DEFAULT_WATCH
  const ignore = given('--ignore', '-i') ?? listOf(files.ignore) ?? []
  const ext = given('--ext', '-e')?.at(-1) ?? (typeof files.ext === 'string' ? files.ext : DEFAULT_EXTENSIONS)
  if (files.watch === false && watch === DEFAULT_WATCH) return undefined
  const rules = new Rules(cwd, watch, ignore, ext)
  return { name: 'nodemon', isTriggeredBy: file => rules.isTriggeredBy(slashed(file)) }
}

function optionsOfFiles (cwd: string, named: string | undefined): Options {
  const local = named === undefined ? join(cwd, 'nodemon.json') : resolve(cwd, named)
  const own = existsSync(local) || named !== undefined ? read(local)
    : (read(join(cwd, 'package.json')) as { nodemonConfig?: Options }).nodemonConfig ?? {}
  return { ...read(join(homedir(), 'nodemon.json')), ...own }
}

function read (file: string): Options {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

function listOf (value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).filter(entry => typeof entry === 'string' && entry !== '') as string[]
  return list.length === 0 ? undefined : list
}

class Rules {
  private readonly folders: string[]
  private readonly watched: string[]
  private readonly ignored: string[]
  private readonly extensions: string[]

  constructor (private readonly cwd: string, watch: string[], ignore: string[], ext: string) {
    // A rule of the list may say what is not watched.
    const not = watch.filter(rule => rule.startsWith('!')).map(rule => rule.slice(1))
    const rules = watch.filter(rule => !rule.startsWith('!')).map(rule => rule === '.' || rule === '.*' ? '*.*' : rule)
    this.folders = rules.map(rule => slashed(isGlob(rule) ? dirname(resolve(cwd, rule.replace(/[?*{[].*$/s, 'foo'))) : resolve(cwd, rule)))
    this.watched = rules.map(rule => this.patternOf(rule))
    this.ignored = [...ignore, ...not].map(rule => this.patternOf(rule === '.' || rule === '.*' ? '*.*' : rule))
    this.extensions = (ext.match(/[^,*\s]+/g) ?? []).map(extension => extension.replace(/^\./, ''))
  }

  isTriggeredBy (file: string): boolean {
    if (!this.folders.some(folder => isWithin(folder, file)) || NEVER.test(file)) return false
    if (/\/\./.test(file) && !this.folders.some(folder => /\/\./.test(folder))) return false
    if (this.ignored.some(pattern => matchesGlob(file, pattern) === true)) return false
    const isOfExtension = this.extensions.length === 0 || this.extensions.some(extension => file.endsWith(`.${extension}`))
    return this.watched.some(pattern => matchesGlob(file, pattern) !== false &&
      (isOfExtension || (pattern !== '**/*.*' && pattern.endsWith('*.*'))))
  }

  private patternOf (rule: string): string {
    let pattern = slashed(rule)
    const path = resolve(this.cwd, rule)
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return `${slashed(path)}/**/*`
    if (pattern.endsWith('/')) pattern += '*'
    if (!pattern.endsWith('**/*') && pattern.endsWith('*') && !pattern.includes('*.')) pattern += pattern.endsWith('**') ? '' : '*/*'
    if (pattern.startsWith('.')) return slashed(resolve(this.cwd, pattern))
    return pattern.startsWith(slashed(this.cwd)) ? pattern : `**/${pattern}`
  }
}
