import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { verifyCapsule } from '../../src/capsule/verify'
import { readCapsule } from '../../src/capsule/read'
import { FaultSnapError } from '../../src/errors'
import { CapsuleGatherer, type GatheredRest } from '../../src/log-lines/gather-capsules'
import { logText } from '../../src/log-lines/log-text'
import { renderReport } from '../../src/report/report'
import { loadReportAssets } from '../../src/report/report-assets'
import { capsulePath } from '../../src/repository/capsule-path'
import { storeCapsule } from '../../src/repository/store-capsule'
import { countText } from '../../src/values/missing-words'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import type { Command, CommonArguments } from '../command'
import type { Io } from '../io'
import { readerConfig } from '../reader-config'
import { repositoryDir } from '../repository'
import { wrongUsage } from '../wrong-usage'

/** A capsule that was in the log. `isNew` false: the repository has it already. */
interface Imported { id: string, file: string, bytes: number, isNew: boolean }

/** `faultsnap import --from-log <file>`: capsules from the lines that a program wrote to its log where it could write no file. */
export const importCommand: Command<CommonArguments & { 'from-log'?: string }> = {
  usage: 'import',
  description: 'Make capsules of the lines that a program without a writable folder left in its log (stderrFallback)',
  options: {
    'from-log': { type: 'string', requiresArg: true, describe: 'The log, - for stdin; with or without times, names or JSON around the lines' },
  },
  examples: [
    ['import --from-log app.log', 'the capsules in a file'],
    ['import --from-log - --repo crashes', 'from a pipe: kubectl logs --previous my-pod | faultsnap import --from-log -'],
  ],
  async run ({ 'from-log': log, json, repo }, io) {
    if (log === undefined || log === '') throw wrongUsage('import: expected --from-log with the file of the log, or - for stdin')
    const dir = repositoryDir(repo, io)
    const gatherer = new CapsuleGatherer()
    const imported: Imported[] = []
    const refused: string[] = []
    for await (const text of logText(streamOf(log, io.cwd), error => { throw unreadable(log, error) })) {
      for (const { id, bytes } of gatherer.add(text)) {
        try {
          imported.push(await store(id, bytes, dir, io))
        } catch (error) {
          if (!(error instanceof FaultSnapError) || error.code === 'NOT_WRITTEN') throw error
          refused.push(error.message)
        }
      }
    }
    const rest = gatherer.finish()
    rest.refused.push(...refused)
    if (json) io.print(safeJson({ imported, ...rest }))
    else report(imported, rest, io)
    return imported.length > 0 && rest.incomplete.length === 0 && rest.refused.length === 0 ? 'done' : { exitCode: 1 }
  },
}

const streamOf = (log: string, cwd: string): AsyncIterable<Buffer> => log === '-' ? process.stdin : createReadStream(resolve(cwd, log))

function unreadable (log: string, error: unknown): FaultSnapError {
  const { code, message } = error as NodeJS.ErrnoException
  return new FaultSnapError('CAPSULE_NOT_FOUND', `--from-log: ${safeText(log, 1_000)} cannot be read (${code ?? safeText(message, 200)}).`, { cause: error })
}

/** A log is somebody else's text: what it holds is stored only if it is a capsule, whole by its own checksums. */
async function store (id: string, bytes: Buffer, dir: string, io: Io): Promise<Imported> {
  const [problem] = await verifyCapsule(bytes)
  if (problem !== undefined) {
    throw new FaultSnapError('CAPSULE_CORRUPT', `The capsule ${id} is damaged: ${safeText(problem.path, 200)} ${problem.problem}`)
  }
  const opened = await readCapsule(bytes)
  const { config } = readerConfig(io)
  const file = join(dir, capsulePath(opened.manifest))
  if (existsSync(file)) {
    if (readFileSync(file).equals(bytes)) return { id: opened.manifest.id, file, bytes: bytes.length, isNew: false }
    throw new FaultSnapError('CAPSULE_CORRUPT', `The repository has another capsule ${opened.manifest.id} at ${safeText(file, 1_000)}; it stays.`)
  }
  const { editorUrl, pathMap } = config
  const html = config.html ? await renderReport(opened, { assets: loadReportAssets(io.assetsDir), editorUrl, pathMap }) : undefined
  try {
    const stored = storeCapsule({ bytes, manifest: opened.manifest, ...html !== undefined && { html } }, { ...config, repositoryDir: dir })
    return { id: opened.manifest.id, file: stored.capsuleFile, bytes: bytes.length, isNew: true }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new FaultSnapError('NOT_WRITTEN', `The repository ${safeText(dir, 1_000)} cannot be written (${code}). Check its permissions.`, { cause: error })
  }
}

function report (imported: readonly Imported[], { incomplete, damaged, refused }: GatheredRest, io: Io): void {
  for (const { file } of imported) io.print(safeText(file, 2_000))
  for (const { id, total, missing, missingCount } of incomplete) {
    const more = missingCount > missing.length ? ' …' : ''
    io.tell(`Capsule ${id} is incomplete: of its ${total} lines ${missingCount} are missing (${ranges(missing)}${more}).`)
  }
  for (const why of refused) io.tell(`Left out: ${safeText(why, 1_000)}`)
  if (damaged > 0) io.tell(`${countText(damaged)} damaged ${damaged === 1 ? 'line was' : 'lines were'} left out.`)
  if (imported.length === 0 && incomplete.length === 0 && refused.length === 0 && damaged === 0) {
    io.tell('The log holds no capsule: its lines begin with "faultsnap:1:". Programs write them with stderrFallback only.')
  }
  const known = imported.filter(({ isNew }) => !isNew).length
  if (known > 0) io.tell(`${known} of ${imported.length} were in the repository already.`)
}

/** `1, 3-5`. */
function ranges (numbers: readonly number[]): string {
  const parts: [number, number][] = []
  for (const number of numbers) {
    const last = parts.at(-1)
    if (last !== undefined && last[1] === number - 1) last[1] = number
    else parts.push([number, number])
  }
  return parts.map(([from, to]) => from === to ? `${from}` : `${from}-${to}`).join(', ')
}
