import { wrapped } from '../../src/terminal/facts'
import { emptyRepositoryText } from '../../src/repository/empty-repository'
import { agoText } from '../../src/terminal/ago-text'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import { table } from '../../src/terminal/table'
import { openCapsule } from '../capsule-argument'
import type { CommonArguments } from '../command'
import type { Io, Outcome } from '../io'
import { crashesIn, repositoryDir } from '../repository'
import { renderCulprit } from '../../src/view/culprit'
import { renderException } from '../../src/view/exception'
import { renderPlace, topFrame } from '../../src/view/frames'

/** `faultsnap` alone: the latest crash in short, and what to do next; or how to record one. */
export async function home ({ json, repo }: CommonArguments, io: Io): Promise<Outcome> {
  const dir = repositoryDir(repo, io)
  const crashes = await crashesIn(dir, io)
  const latest = crashes[0]
  if (json) io.print(safeJson(latest ?? null))
  else if (latest === undefined) {
    io.print([
      ...wrap(`${emptyRepositoryText(dir)}.`, io), '', io.colours.bold('Record one'), ...commands([
        ['faultsnap run -- npm start', 'whatever crashes in it'],
        ['node -r faultsnap/register app.js', 'one program'],
        ['faultsnap doctor', 'whether recording works here'],
        ['faultsnap --help', 'all commands'],
      ], io),
    ].join('\n'))
  } else {
    const capsule = await openCapsule(latest.file, repo, io)
    const top = topFrame(capsule)
    const culprit = renderCulprit(capsule, io)
    const others = crashes.length - 1
    io.print([
      ...renderException(capsule.crash.exception, io),
      ...top === undefined ? [] : [renderPlace(capsule, io, top)],
      ...culprit,
      '',
      `${agoText(latest.capturedAt, new Date())}${others > 0 ? `, the latest of ${crashes.length}` : ''}`,
      // Not broken: a path is there to be copied.
      safeText(latest.file),
      '', io.colours.bold('Next'), ...commands([
        ['faultsnap inspect latest', 'source, stack, variables'],
        ['faultsnap stack latest', 'explore the stack with the keyboard'],
        ['faultsnap html latest --open', 'the report in a browser'],
        ['faultsnap open latest', 'your editor at the failing line'],
        ['faultsnap list', 'all crashes'],
        ['faultsnap --help', 'all commands'],
      ], io),
    ].join('\n'))
  }
  return 'done'
}

const wrap = (text: string, { columns, isTerminal }: Io): string[] => isTerminal ? wrapped(text, columns) : [text]

function commands (rows: readonly (readonly [string, string])[], { colours, columns, isTerminal }: Io): string[] {
  const isNarrow = isTerminal && columns < 70
  if (isNarrow) return rows.map(([command]) => `  ${colours.cyan(command)}`)
  return table(rows.map(([command, does]) => [`  ${colours.cyan(command)}`, colours.dim(does)]))
}
