import { compareCrashes } from '../../src/compare/compare-crashes'
import { renderComparison } from '../../src/compare/render-comparison'
import { safeJson } from '../../src/terminal/safe-text'
import { openCapsule } from '../capsule-argument'
import type { Command, CommonArguments } from '../command'
import type { Io, Outcome } from '../io'
import { comparisonShape } from '../comparison-shape'
import { wrongUsage } from '../wrong-usage'
import { diffGroup } from './diff-group'

export interface DiffArguments extends CommonArguments { a?: string, b?: string, all?: boolean, group?: string, limit?: string }

/**
 * `faultsnap diff <a> <b>`: what differs between two crashes; `diff --group <fingerprint>`: what all crashes of one bug share.
 */
export const diff: Command<DiffArguments> = {
  usage: 'diff [a] [b]',
  description: 'Compare two crashes, or with --group all crashes of a fingerprint: what is the same in each, and what varies',
  positionals: {
    a: { type: 'string', describe: 'The first capsule: a file, "latest", a fingerprint (or its beginning) or a capsule id' },
    b: { type: 'string', describe: 'The second' },
  },
  options: {
    all: { type: 'boolean', describe: 'Equal parts, too, and times, ids and memory' },
    group: { type: 'string', requiresArg: true, describe: 'A fingerprint, or its beginning: compare all its capsules' },
    limit: { type: 'string', requiresArg: true, describe: 'With --group: how many values of each kind are shown, 10 by default' },
  },
  examples: [
    ['diff 1eaee423 latest', 'what is different between two crashes'],
    ['diff --group 8c04f2a8', 'what is the same in every crash of that fingerprint, the most telling first'],
  ],
  async run (args, io) {
    const { a, b, group } = args
    if (group !== undefined) {
      if (a !== undefined) throw wrongUsage('diff: expected two capsules or --group, got both')
      return await diffGroup({ ...args, group }, io)
    }
    if (a === undefined || b === undefined) throw wrongUsage('diff: expected two capsules, or --group and a fingerprint')
    return await diffTwo({ ...args, a, b }, io)
  },
}

async function diffTwo ({ a, b, all = false, json, repo }: DiffArguments & { a: string, b: string }, io: Io): Promise<Outcome> {
  const sides = [await openCapsule(a, repo, io), await openCapsule(b, repo, io)] as const
  const comparison = compareCrashes(...sides)
  if (json) io.print(safeJson(comparisonShape(sides, comparison, all)))
  else io.print(renderComparison(sides, comparison, { ...io, all }).join('\n'))
  return 'done'
}
