import { resolve } from 'node:path'
import { closestName } from '../../src/config/closest-name'
import { executionPath } from '../../src/execution-path/execution-path'
import { toDot } from '../../src/execution-path/to-dot'
import { toMermaid } from '../../src/execution-path/to-mermaid'
import { toSvg } from '../../src/execution-path/to-svg'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import { openCapsule } from '../capsule-argument'
import { FILE, type Command, type CommonArguments } from '../command'
import { writeReport } from '../open/report-file'
import { wrongUsage } from '../wrong-usage'

/** What the path can be drawn as; an output file's ending says so, too. */
const FORMATS = {
  mermaid: toMermaid,
  svg: (path: Parameters<typeof toSvg>[0]): string => toSvg(path, { width: 560, isStandalone: true }),
  dot: toDot,
} as const
type Format = keyof typeof FORMATS

const ENDINGS: Readonly<Record<string, Format>> = { mmd: 'mermaid', mermaid: 'mermaid', svg: 'svg', dot: 'dot', gv: 'dot' }

/** `faultsnap graph <file>`: the way from the entry to the exception, as a drawing or as the text of one. */
export const graph: Command<CommonArguments & { file: string, format?: string, all?: boolean, output?: string }> = {
  usage: 'graph <file>',
  description: 'Draw the path from the entry to the exception, as Mermaid, SVG or for Graphviz',
  positionals: FILE,
  options: {
    format: { type: 'string', requiresArg: true,
      describe: 'mermaid, svg or dot; without it what the output file ends with, else mermaid' },
    all: { type: 'boolean', describe: 'Fold neither libraries and Node nor recursion' },
    output: { alias: 'o', type: 'string', requiresArg: true, describe: 'The file to write to, whose path is printed; without it stdout' },
  },
  examples: [
    ['graph latest', 'a Mermaid flowchart, for an issue on GitHub'],
    ['graph latest -o crash.svg', 'a drawing'],
  ],
  async run ({ file, format, all = false, output, json, repo }, io) {
    if (json && format !== undefined) throw wrongUsage('graph: --json prints the nodes and edges, and goes with no --format')
    const wanted = formatOf(format, output)
    const { crash, manifest } = await openCapsule(file, repo, io)
    const path = executionPath(crash, { manifest, all })
    const text = json ? safeJson(path) : FORMATS[wanted](path).trimEnd()
    if (output === undefined || output === '-') io.print(text)
    else {
      const written = resolve(io.cwd, output)
      writeReport(written, `${text}\n`, true)
      io.print(safeText(written))
    }
    return 'done'
  },
}

function formatOf (format: string | undefined, output: string | undefined): Format {
  if (format === undefined) return ENDINGS[/\.(\w+)$/.exec(output ?? '')?.[1]?.toLowerCase() ?? ''] ?? 'mermaid'
  if (Object.hasOwn(FORMATS, format)) return format as Format
  const closest = closestName(format, Object.keys(FORMATS))
  throw wrongUsage(`graph: --format: expected mermaid, svg or dot, got ${JSON.stringify(format)}${
    closest === undefined ? '' : `, did you mean ${closest}?`}`)
}
