import type { AttachRequest } from '../attach/requests'
import type { Command, CommonArguments } from '../command'
import { wrongUsage } from '../wrong-usage'

interface AttachArguments extends CommonArguments {
  target: string
  'now'?: boolean
  'on-exception'?: boolean
  'uncaught'?: boolean
  'all'?: boolean
  'match'?: string
  'at'?: string
  'if'?: string
  'count'?: string
  'timeout'?: string
  'max-pause'?: string
}

/** A capsule from a process that is running now and was never prepared. */
export const attach: Command<AttachArguments> = {
  usage: 'attach <target>',
  description: 'Record a process that is running now, without stopping it: attach 4711',
  positionals: {
    target: { type: 'string', describe: 'A process id, or host:port or ws://… of an open inspector', demandOption: true },
  },
  options: {
    'now': { type: 'boolean', describe: 'Record what it is doing right now (the default)' },
    'on-exception': { type: 'boolean', describe: 'Wait for an error that is thrown' },
    'uncaught': { type: 'boolean', describe: 'Of errors, those that V8 predicts to go uncaught (the default)' },
    'all': { type: 'boolean', describe: 'Of errors, caught ones too' },
    'match': { type: 'string', requiresArg: true, describe: 'Of errors, those whose "Class: message" this regular expression finds' },
    'at': { type: 'string', requiresArg: true, describe: 'Wait until a line is reached: src/orders.ts:41 or src/orders.ts:41:7' },
    'if': { type: 'string', requiresArg: true, describe: 'With --at: only where this expression is true; it runs in the program' },
    'count': { type: 'string', requiresArg: true, describe: 'How many snapshots to take, 1 by default' },
    'timeout': { type: 'string', requiresArg: true, describe: 'How many seconds to wait for them; without it as long as it takes' },
    'max-pause': { type: 'string', requiresArg: true, describe: 'How many milliseconds the program may stand still for one, 250 by default' },
  },
  examples: [
    ['attach 4711', 'records all frames and variables of process 4711, which goes on'],
    ['attach 4711 --on-exception --all --match "TypeError"', 'waits for the next TypeError'],
    ['attach 127.0.0.1:9229 --at src/orders.ts:41 --if "total < 0"', 'waits until line 41 sees a negative total'],
  ],
  run: async (args, io) => {
    const request = requestOf(args)
    const { attach } = await import('../attach/attach')
    return await attach(request, args, io)
  },
}

/** Exported for tests. Throws FaultSnapError USAGE. */
export function requestOf (args: AttachArguments): AttachRequest {
  return {
    target: String(args.target),
    mode: modeOf(args),
    maxPauseMs: numberOf('max-pause', args['max-pause'] ?? '250', 1, 60_000),
    timeoutMs: args.timeout === undefined ? Infinity : numberOf('timeout', args.timeout, 0.001, 10_000_000) * 1_000,
  }
}

function modeOf (args: AttachArguments): AttachRequest['mode'] {
  const isException = args['on-exception'] === true
  const isPlace = args.at !== undefined
  if (Number(isException) + Number(isPlace) + Number(args.now === true) > 1) throw wrongUsage('attach: one of --now, --on-exception and --at')
  if (!isException) for (const name of ['uncaught', 'all', 'match'] as const) if (args[name] !== undefined) throw wrongUsage(`--${name}: only with --on-exception`)
  if (!isPlace && args.if !== undefined) throw wrongUsage('--if: only with --at')
  if (!isException && !isPlace) {
    for (const name of ['count', 'timeout'] as const) if (args[name] !== undefined) throw wrongUsage(`--${name}: only with --on-exception or --at`)
    return { kind: 'now' }
  }
  const count = numberOf('count', args.count ?? '1', 1, 1_000)
  if (!Number.isInteger(count)) throw wrongUsage(`--count: expected a whole number, got "${args.count}"`)
  if (isPlace) return { kind: 'place', ...placeOf(args.at!), condition: args.if, count }
  if (args.all === true && args.uncaught === true) throw wrongUsage('attach: one of --uncaught and --all')
  return { kind: 'exception', state: args.all === true ? 'all' : 'uncaught', match: args.match === undefined ? undefined : regExpOf(args.match), count }
}

function placeOf (text: string): { file: string, line1: number, column1: number | undefined } {
  const [, file, line, column] = /^(.+?):(\d{1,9})(?::(\d{1,9}))?$/.exec(text) ?? []
  if (file === undefined || Number(line) < 1 || (column !== undefined && Number(column) < 1)) {
    throw wrongUsage(`--at: expected file:line or file:line:column, as in src/orders.ts:41, got "${text}"`)
  }
  return { file, line1: Number(line), column1: column === undefined ? undefined : Number(column) }
}

function regExpOf (text: string): RegExp {
  try {
    return new RegExp(text)
  } catch (error) {
    throw wrongUsage(`--match: ${(error as Error).message}`)
  }
}

function numberOf (name: string, text: string, least: number, most: number): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (!(value >= least && value <= most)) throw wrongUsage(`--${name}: expected a number from ${least} to ${most}, got "${text}"`)
  return value
}
