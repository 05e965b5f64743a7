import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { safeText } from '../../src/terminal/safe-text'

/**
 * A command line as far as the recorder is concerned. `node`: what is started is Node.js itself, `file`, with `options` before
 * its script. `launcher`: a program that starts Node.js later (npm, nodemon, a shell), which `NODE_OPTIONS` reaches and options
 * do not. `other-runtime`: Bun or Deno.
 */
export type ProgramCommand =
  | { kind: 'node', file: string, options: string[], script?: string, env: Record<string, string>, via?: string }
  | { kind: 'launcher', file: string, name: string }
  | { kind: 'other-runtime', name: string }

/** Options of Node.js that take the next argument as their value, of those that stand before a script. */
const VALUED = new Set(['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions', '--env-file',
  '--env-file-if-exists', '--title', '--icu-data-dir', '--openssl-config', '--input-type', '--diagnostic-dir',
    '--redirect-warnings', '--dns-result-order',
  '--unhandled-rejections', '--disable-warning', '--max-http-header-size', '--stack-trace-limit', '--allow-fs-read',
    '--allow-fs-write',
  '--test-reporter', '--test-name-pattern', '--watch-path', '--experimental-default-type', '--secure-heap',
    '--trace-event-categories'])
/** Their value is code, which is never run here. */
const CODE = new Set(['-e', '--eval', '-p', '--print', '-pe'])

/** What a command line starts. `npm start`, `npm run x` and their kind are looked up in the package.json of `cwd`. */
export function programCommand (words: readonly string[], cwd: string): ProgramCommand {
  const { env, rest } = withoutVariables(words)
  const [command = '', ...args] = rest
  const name = basename(command.replaceAll('\\', '/')).replace(/\.(?:exe|cmd)$/i, '')
  if (name === 'bun' || name === 'bunx' || name === 'deno') return { kind: 'other-runtime', name }
  if (/^(?:node|nodejs|iojs)(?:[-\d.]*)$/.test(name) || /^n(?:20|22|24|26)$/.test(name)) return { kind: 'node', file: command,
    ...nodeArguments(args), env }
  const script = packageScript(name, args, cwd)
  if (script !== undefined) {
    const inner = programCommand(shellWords(script.text), cwd)
    return inner.kind === 'node' ? { ...inner, env: { ...env, ...inner.env },
      via: `"${safeText(script.name, 60)}" of package.json` } : inner
  }
  return { kind: 'launcher', file: command, name: safeText(name, 60) }
}

/** `A=1 cross-env B=2 node …` */
function withoutVariables (words: readonly string[]): { env: Record<string, string>, rest: string[] } {
  const env: Record<string, string> = {}
  const rest = [...words]
  for (;;) {
    const assigned = /^(\w+)=(.*)$/s.exec(rest[0] ?? '')
    if (assigned) env[assigned[1]!] = assigned[2]!
    else if (rest[0] !== 'cross-env' && rest[0] !== 'env' && rest[0] !== 'exec') return { env, rest }
    rest.shift()
  }
}

function nodeArguments (args: readonly string[]): { options: string[], script?: string } {
  const options: string[] = []
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!
    if (!argument.startsWith('-') || argument === '-') return { options, script: argument }
    if (argument === '--') return { options, ...(args[at + 1] !== undefined && { script: args[at + 1]! }) }
    if (CODE.has(argument)) at++
    else {
      options.push(argument)
      if (VALUED.has(argument) && args[at + 1] !== undefined) options.push(args[++at]!)
    }
  }
  return { options }
}

function packageScript (launcher: string, args: readonly string[], cwd: string): { name: string, text: string } | undefined {
  if (!/^(?:npm|pnpm|yarn)$/.test(launcher)) return undefined
  const [verb, named] = args.filter(argument => !argument.startsWith('-'))
  const name = verb === 'run' || verb === 'run-script' ? named : verb === 'start' || verb === 'test' ||
    launcher !== 'npm' ? verb : undefined
  if (name === undefined) return undefined
  try {
    const { scripts } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')) as { scripts?: Record<string, unknown> }
    const text = scripts !== undefined && Object.hasOwn(scripts, name) ? scripts[name] : undefined
    // A pipeline or a list of commands is a shell's business.
    return typeof text === 'string' && !/[;&|<>`$()]/.test(text) ? { name, text } : undefined
  } catch {
    return undefined
  }
}

const shellWords = (text: string): string[] =>
  [...text.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'))
