import { armMisses } from '../../src/config/arm-words'
import { closestName } from '../../src/config/closest-name'
import type { ArmMode } from '../../src/config/config'
import { factLines, wrapped } from '../../src/terminal/facts'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import type { Command, CommonArguments } from '../command'
import { effectiveConfig } from '../effective-config'
import { wrongUsage } from '../wrong-usage'

/** `faultsnap config`: the options that hold here, and where each comes from. */
export const config: Command<CommonArguments & { name?: string }> = {
  usage: 'config [name]',
  description: 'Show the options that hold in this folder and environment, and where each value comes from',
  positionals: { name: { type: 'string', describe: 'One option: its value alone' } },
  examples: [['config', 'every option with its origin'], ['config repositoryDir', 'one value'],
    ['config --json', 'the same for a script']],
  run: async ({ name, json, repo }, io) => {
    const { config: _config, ...shape } = effectiveConfig(io, repo)
    if (name !== undefined) {
      const found = Object.hasOwn(shape.values, name) ? shape.values[name] : undefined
      if (found === undefined) {
        const closest = closestName(name, Object.keys(shape.values))
        const hint = closest === undefined ? '' : `, did you mean "${closest}"?`
        throw wrongUsage(`config: there is no option ${JSON.stringify(name)}${hint}`)
      }
      io.print(json ? safeJson(found) : shown(found.value, ''))
      return 'done'
    }
    if (json) {
      io.print(safeJson(shape))
      return 'done'
    }
    const rows = Object.entries(shape.values).map(([option, { value, origin }]): [string, string] =>
      [option, `${listed(value)}  ${origin === 'default' ? io.colours.dim('default') : `from ${safeText(origin, 1_000)}`}${remark(option, value)}`])
    const file: [string, string] = ['file', shape.file === undefined ? 'none' : safeText(shape.file, 1_000)]
    const problems = shape.problems.map(problem => `problem: ${safeText(problem, 1_000)}`)
      .flatMap(line => io.isTerminal ? wrapped(line, io.columns) : [line])
    io.print([...factLines([file, ...rows], io), ...problems.map(io.colours.yellow)].join('\n'))
    return 'done'
  },
}

/** What a choice has as its consequence, where that is not what its name says. */
function remark (option: string, value: unknown): string {
  const misses = option === 'arm' ? armMisses(value as ArmMode) : undefined
  return misses === undefined ? '' : `; ${misses}`
}

/** A list of names as people write one, where that cannot be misread. */
const listed = (value: unknown): string =>
  Array.isArray(value) && value.length > 0 && value.every(each => typeof each === 'string' && /^[\w.-]+$/.test(each))
    ? safeText(value.join(', '), 1_000) : shown(value)

/** Texts as they are, empty lists as `empty` shows, all else as JSON. */
const shown = (value: unknown, empty = '(none)'): string =>
  typeof value === 'string' ? safeText(value, 1_000) : Array.isArray(value) &&
    value.length === 0 ? empty : safeText(JSON.stringify(value), 1_000)
