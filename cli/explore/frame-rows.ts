import type { CrashDocument, FrameRecord, ScopeRecord } from '../../src/model'
import { safeText } from '../../src/terminal/safe-text'
import { missingFrameWords } from '../../src/values/missing-frame'
import { nameForGet, shownName } from '../../src/values/original-name'
import { framePlace } from '../../src/values/frame-place'
import { foldedText, frameName, framePlaceText } from '../../src/view/stack-tree'
import { causeIndent, causeText, textFramePlace, tracedCausesOf, type TracedCause } from '../../src/view/causes'
import { isInApp } from '../../src/stack/in-app'
import { topFrame } from '../../src/view/frames'
import type { OpenedCrash } from '../../src/view/opened-crash'
import { ownerOf, runText, stackOutline, type OutlineEntry } from '../../src/view/stack-outline'
import type { Row, Segment } from './row'
import { valueRow } from './value-rows'

/** The rows of level 0: frames innermost first, others' code in runs unless `showsAll`; then the exceptions behind this one. */
export function stackRows (capsule: OpenedCrash, showsAll: boolean): Row[] {
  const top = topFrame(capsule)
  return [
    ...stackOutline(capsule.crash, { all: showsAll, kept: top }).map(entry => outlineRow(capsule, entry, top)),
    ...tracedCausesOf(capsule.crash.exception).map((cause, index) => causeRow(cause, index)),
  ]
}

function causeRow (cause: TracedCause, index: number): Row {
  return {
    id: `cause${index}`, parent: undefined, level: 0, kind: 'cause', canOpen: cause.frames.length > 0, isOpenAtFirst: false,
    label: () => [{ text: causeIndent(cause) + causeText(cause), style: 'warning' }],
    searched: () => `${cause.exception.type}\n${cause.exception.message}`,
  }
}

/** The frames of a cause's stack text, below its row. */
export function causeRows (capsule: OpenedCrash, row: Row): Row[] {
  const cause = tracedCausesOf(capsule.crash.exception)[Number(row.id.slice('cause'.length))]
  return (cause?.frames ?? []).map((frame, index) => {
    const isOwn = !frame.isNative && isInApp(frame.file)
    const name = `${frame.isAsync ? 'async ' : ''}${safeText(frame.function, 80) || '<anonymous>'}`
    return {
      id: `${row.id}/${index}`, parent: row.id, level: 1, kind: 'note', canOpen: false, isOpenAtFirst: false,
      label: () => [{ text: name, style: isOwn ? 'function' : 'dim' },
        { text: `  ${textFramePlace(capsule, frame)}`, style: isOwn ? 'plain' : 'dim' }],
      searched: () => `${frame.function}\n${frame.file}`,
    }
  })
}

function outlineRow (capsule: OpenedCrash, entry: OutlineEntry, top: FrameRecord | undefined): Row {
  if (entry.kind === 'frame') return frameRow(capsule, entry.frame, top)
  if (entry.kind === 'await') {
    return { id: 'await', parent: undefined, level: 0, kind: 'await', canOpen: false, isOpenAtFirst: false,
      label: () => [{ text: 'await: the callers below were suspended', style: 'dim' }] }
  }
  return {
    id: runId(entry.frames), parent: undefined, level: 0, kind: 'run', canOpen: true, isOpenAtFirst: false,
    label: () => [{ text: `… ${safeText(runText(entry.frames), 300)}`, style: 'dim' }],
  }
}

const runId = (frames: readonly FrameRecord[]): string => `run${frames[0]!.index}`

/** The frames of a run, below its row. */
export function runRows (capsule: OpenedCrash, run: Row): Row[] {
  const entry = stackOutline(capsule.crash, { kept: topFrame(capsule) })
    .find(each => each.kind === 'run' && runId(each.frames) === run.id)
  return entry?.kind !== 'run' ? [] : entry.frames.map(frame => frameRow(capsule, frame, undefined, run))
}

/** A frame's id does not tell whether it stands in a run: what is open stays open when runs are unfolded. */
function frameRow (capsule: OpenedCrash, frame: FrameRecord, top: FrameRecord | undefined, run?: Row): Row {
  return {
    id: `f${frame.index}`, parent: run?.id, level: run ? 1 : 0, kind: 'frame', canOpen: true, isOpenAtFirst: frame === top, frame,
    label: () => frameLabel(capsule, frame, frame === top),
    searched: () => {
      const { function: name, file } = framePlace(frame)
      return `${frame.kind === 'async' ? 'async ' : ''}${name || '<anonymous>'}\n${file}\n${frame.file}\n${ownerOf(frame)}`
    },
  }
}

function frameLabel (capsule: OpenedCrash, frame: FrameRecord, isTop: boolean): Segment[] {
  const folded = foldedText(frame)
  return [
    { text: `${frame.index} `, style: isTop ? 'error' : 'dim' },
    { text: frameName(frame), style: frame.inApp ? 'function' : 'dim' },
    // Before the place, which a narrow screen cuts.
    ...(folded === '' ? [] : [{ text: ` ${folded}`, style: 'warning' as const }]),
    { text: `  ${framePlaceText(capsule, frame)}`, style: frame.inApp ? 'plain' : 'dim' },
  ]
}

/** What a frame holds: its source, `this`, and its scopes, innermost first. */
export function frameMembers (crash: CrashDocument, row: Row): Row[] {
  const frame = row.frame!
  const at = { parent: row.id, level: row.level + 1, frame }
  const rows: Row[] = [{ ...at, id: `${row.id}/source`, kind: 'source', canOpen: false, isOpenAtFirst: false, label: () => [] }]
  const lost = missingFrameWords(crash, frame)
  if (lost) {
    return [...rows, { ...noteRow(row, 'missing', ''), kind: 'text', text: `No variables. ${lost.explanation}`, style: 'warning' }]
  }
  if (frame.this !== undefined) rows.push(valueRow(crash, row, { id: 'this', label: 'this', path: 'this', value: frame.this }))
  for (const [index, scope] of frame.scopes.entries()) {
    if (scope.variables.length > 0 || scope.cut) rows.push(scopeRow(row, scope, index))
  }
  return rows.length > 1 ? rows : [...rows, noteRow(row, 'none', '(no variables)')]
}

/** Closed at first: what every function of a module sees is much, and seldom the cause. */
const WIDE_SCOPES = new Set<ScopeRecord['type']>(['global', 'script', 'module'])

function scopeRow (row: Row, scope: ScopeRecord, index: number): Row {
  const count = scope.variables.length
  return {
    id: `${row.id}/s${index}`, parent: row.id, level: row.level + 1, kind: 'scope', canOpen: true,
    isOpenAtFirst: !WIDE_SCOPES.has(scope.type), frame: row.frame!,
    label: () => [
      { text: safeText(scope.type, 40) + (scope.name ? ` of ${safeText(scope.name, 80)}` : ''), style: 'dim' },
      { text: `  ${count} variable${count === 1 ? '' : 's'}`, style: 'dim' },
    ],
  }
}

/** The variables of a scope, in the program's order. */
export function scopeMembers (crash: CrashDocument, row: Row): Row[] {
  const scope = row.frame!.scopes[Number(row.id.slice(row.id.lastIndexOf('/s') + 2))]!
  return [
    ...scope.variables.map((variable, index) =>
      valueRow(crash, row, { id: String(index), label: shownName(variable), path: nameForGet(row.frame!, variable), value: variable.value })),
    ...(scope.cut ?? []).map(({ count, reason }, index) =>
      noteRow(row, `cut${index}`, `… ${count} more variable${count === 1 ? '' : 's'} not recorded (${safeText(reason, 40)})`)),
  ]
}

function noteRow (parent: Row, id: string, text: string): Row {
  return { id: `${parent.id}/${id}`, parent: parent.id, level: parent.level + 1, kind: 'note', canOpen: false,
    isOpenAtFirst: false,
    label: () => [{ text, style: 'warning' }], frame: parent.frame! }
}
