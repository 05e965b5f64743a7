import type { Capsule } from '../../capsule/read'
import { isMissing } from '../../model'
import { occasionParts } from '../../occasion/occasion'
import type { OccasionPart } from '../../occasion/part'
import { causesOf } from '../../values/causes'
import { causeText } from '../../view/causes'
import { missingWords } from '../../values/missing-words'
import { noteRow, valueRow, type Row } from './row'
import type { PostmortemView } from './view'

/** A list may be long: nobody reads further. */
const MAX_LINES = 500

type Entry = Row & { below?: () => Entry[] }

/**
 * What is known of the crash as a whole: the value that broke it, the request, the test or the worker, what led up to it, the
 * process and its environment. `at` is the way down by position: `[2, 0]` is what the first line of the third opens.
 */
export function crashRows (view: PostmortemView, capsule: Capsule, at: readonly number[]): Row[] {
  let entries = top(view, capsule)
  for (const index of at) entries = entries[index]?.below?.() ?? []
  return entries.slice(0, MAX_LINES).map(({ below, ...row }, index) =>
    below === undefined ? row : { ...row, opens: { kind: 'crash', at: [...at, index] } })
}

function top (view: PostmortemView, { crash, manifest, breadcrumbs, environment }: Capsule): Entry[] {
  const { process, culprit, runtime } = manifest
  const list = (name: string, value: string, rows: () => Entry[]): Entry => ({ ...noteRow(name, value), below: rows })
  const facts = (rows: readonly (readonly [string, string])[]): Entry[] => rows.map(([name, value]) => noteRow(name, value))
  const { causes } = causesOf(crash.exception)
  const lost = Object.entries(manifest.missing).filter(([, count]) => (count ?? 0) > 0)
  return [
    ...culprit === undefined ? []
      : [list('culprit', culprit.summary, () => facts(culprit.trail.map(({ text }, at) => [String(at), text])))],
    ...causes.length === 0 ? []
      : [list('causes', String(causes.length), () => facts(causes.map((cause, index) => [String(index), causeText(cause)])))],
    ...occasionParts(crash).map(part => list(part.title, part.headline, () => partRows(view, part))),
    ...breadcrumbs.length === 0 ? [] : [list('before the crash', `${breadcrumbs.length} breadcrumbs, the newest first`, () =>
      facts(breadcrumbs.toReversed().slice(0, MAX_LINES).map(({ at, category, message }) => [at, `${category}: ${message}`])))],
    ...crash.notes.map(note => noteRow('note', note)),
    noteRow('signal', manifest.signal + (crash.exit === undefined ? '' : `: ${crash.exit.evidence}`)),
    ...crash.caughtAt === undefined ? [] : [noteRow('caught at', `${crash.caughtAt.file || '<unknown>'}:${crash.caughtAt.line}`)],
    noteRow('when', `${manifest.capturedAt}, ${process.uptimeS.toFixed(1)} s after start`),
    list('process', `pid ${process.pid}, ${runtime.name} ${runtime.version}, ${runtime.platform} ${runtime.arch}`, () => facts([
      ['argv', process.argv.join(' ')], ['execArgv', process.execArgv.join(' ')], ['cwd', process.cwd], ['V8', runtime.v8],
      ...Object.entries(process.memory ?? {}).map(([name, bytes]): [string, string] => [`memory ${name}`, `${bytes} bytes`]),
    ])),
    list('environment', `${Object.keys(environment.variables).length} of ${environment.total} variables`, () =>
      facts(Object.entries(environment.variables).slice(0, MAX_LINES).map(([name, value]) =>
        [name, isMissing(value) ? `[${missingWords(value.missing).label}]` : String(value)]))),
    ...lost.length === 0 ? [] : [noteRow('missing', lost.map(([reason, count]) => `${count} ${reason}`).join(', '))],
    noteRow('capsule', `${manifest.id}, fingerprint ${manifest.fingerprint.slice(0, 16)}`),
  ]
}

function partRows (view: PostmortemView, { facts, lists, values, text }: OccasionPart): Entry[] {
  return [
    ...facts.map(([name, fact]) => noteRow(name, fact)),
    ...values.map(({ name, value }) => valueRow(view, name, value)),
    ...lists.map(({ title, rows }): Entry => ({
      ...noteRow(title, String(rows.length)), below: () => rows.slice(0, MAX_LINES).map(([name, value]) => noteRow(name, value)),
    })),
    ...text === undefined ? [] : text.text.split(/\r?\n/).slice(-MAX_LINES).map((line, at) => noteRow(at === 0 ? text.title : '', line)),
  ]
}
