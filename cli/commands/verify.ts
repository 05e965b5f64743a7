import { factLines, wrapped } from '../../src/terminal/facts'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import { countText } from '../../src/values/missing-words'
import { checkCapsule, type CapsuleReport } from '../../src/verify/check-capsule'
import { capsuleFile } from '../capsule-argument'
import { FILE, type Command, type CommonArguments } from '../command'
import type { Io } from '../io'

/** `faultsnap verify <file>`: whether a capsule is whole and what it lacks. Ends with 1 if there are problems. */
export const verify: Command<CommonArguments & { file: string }> = {
  usage: 'verify <file>',
  description: 'Check a capsule: checksums, format, references; and say what is missing in it, and why',
  positionals: FILE,
  examples: [['verify latest', 'ends with "ok", or with the problems and exit code 1'],
    ['verify crash.faultsnap --json', 'the same for a script']],
  async run ({ file, json, repo }, io) {
    const path = await capsuleFile(file, repo, io)
    const report = await checkCapsule(path)
    const isOk = report.problems.length === 0
    if (json) io.print(safeJson(shapeOf(path, report)))
    else io.print([...render(path, report, io), ...verdict(report, io)].join('\n'))
    return isOk ? 'done' : { exitCode: 1 }
  },
}

/** `verify --json`: a contract. */
function shapeOf (file: string, { problems, manifest, crash, sources, missing, cuts }: CapsuleReport): object {
  return {
    file, ok: problems.length === 0, problems,
    ...(manifest && { id: manifest.id, version: manifest.version, capturedAt: manifest.capturedAt, generator: manifest.generator,
      entries: manifest.entries.map(({ path, bytes }) => ({ path, bytes })) }),
    ...(crash && { crash }),
    sources, missing, cuts,
  }
}

const MAX_SHOWN = 20

function render (file: string, { manifest, crash, sources, missing, cuts }: CapsuleReport, io: Io): string[] {
  const rows: [string, string][] = [['file', safeText(file, 1_000)]]
  if (manifest) {
    const bytes = manifest.entries.reduce((sum, entry) => sum + entry.bytes, 0)
    rows.push(
      ['capsule', safeText(`${manifest.id}, format ${manifest.version}, ` +
        `faultsnap ${manifest.generator?.version ?? 'unknown'}, ${manifest.capturedAt}`, 200)],
      ['entries', `${manifest.entries.length}, ${countText(bytes)} bytes unpacked`])
  }
  if (crash) {
    rows.push(['crash', `${crash.frames} frames, ${countText(crash.nodes)} objects`])
    const there = sources.filter(({ isThere }) => isThere).length
    rows.push(['sources', `${there} of ${sources.length} frames of the program`])
    for (const { frame, function: name, file: script, line, reason } of sources.filter(({ isThere }) => !isThere).slice(0,
      MAX_SHOWN)) {
      const why = reason === undefined ? 'not in the capsule' : safeText(reason, 40)
      rows.push(['no source', `frame ${frame} ${safeText(name, 80) || '<anonymous>'} ${safeText(script, 300)}${line > 0 ? `:${line}` : ''} (${why})`])
    }
  }
  if (manifest) rows.push(['missing', missing.length === 0 ? 'nothing'
    : `${countText(missing.reduce((sum, { count }) => sum + count, 0))} values`])
  for (const { reason, count, explanation } of missing.slice(0, MAX_SHOWN)) rows.push([`  ${safeText(reason, 40)}`,
    `${countText(count)}. ${explanation}`])
  for (const { place, what, left, reason } of cuts) {
    rows.push(['cut', `${safeText(place, 200)}: ${countText(left)} ${safeText(what, 40)} (${safeText(reason, 40)})`])
  }
  for (const note of crash?.notes.slice(0, MAX_SHOWN) ?? []) rows.push(['note', safeText(note, 500)])
  return factLines(rows, io)
}

function verdict ({ problems }: CapsuleReport, { colours, columns, isTerminal }: Io): string[] {
  if (problems.length === 0) return [colours.green('ok')]
  const lines = problems.slice(0, MAX_SHOWN * 5).flatMap(({ path, problem }) => {
    const line = `problem: ${path === undefined ? '' : `${safeText(path, 200)} `}${safeText(problem, 500)}`
    return (isTerminal ? wrapped(line, columns) : [line]).map(colours.red)
  })
  return [...lines, `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`]
}
