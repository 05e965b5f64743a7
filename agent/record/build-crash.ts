import { dirname } from 'node:path'
import type { CrashDocument, CrashRecord, FrameRecord, GraphNode, Signal } from '../../src/model'
import { safeEnvironment } from '../../src/program/safe-environment'
import { foldRecursion } from '../../src/stack/fold-recursion'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import { parseStackText } from '../../src/stack/parse-stack'
import { asyncFramesOf, stackFramesOf, toRecords } from '../../src/stack/merge-async-frames'
import { guarded } from '../boundary'
import type { Snapshot } from '../snapshot/snapshot'
import { parentRecord, threadRecord } from '../processes/parent'
import { learnSecrets } from './learn-secrets'
import { maskAgain } from './mask-again'
import { maskRecord } from './mask-record'
import { packingOptions } from './packing-options'
import { processRecord, runtimeRecord } from './process-facts'
import type { RecordedProgram } from './recorded-program'
import { ScriptTable } from './script-table'
import { syntaxErrorFrame } from './syntax-error-frame'

/** A crash ready to be packed. `sources` are unmasked texts by script index: they stay in memory, the packer masks them. */
export interface BuiltCrash { record: CrashRecord, sources: Record<number, string>, taints: string[], isTextMapped?: boolean, scriptIds?: string[] }

/** What the signal knows of the occasion, masked by whoever made it; the graph's values are of the snapshot's nodes. */
export type Occasion = Pick<CrashDocument, 'exit' | 'request' | 'test' | 'parent' | 'context' | 'death' | 'ghost'>

const IN_NODE_ONLY = 'V8 paused at this error in code of Node only: there are no variables, and the stack is the one of the error\'s text.'

/** Turns a snapshot into the documents of a capsule, all of it masked but for `sources`. */
export function buildCrash (agent: RecordedProgram, snapshot: Snapshot, signal: Signal, id: string, occasion: Occasion = {}): BuiltCrash {
  const { masker } = snapshot
  const { config } = agent
  const thread = threadRecord(agent, snapshot, signal === 'heapOutOfMemory')
  const parent = guarded('parent', () => parentRecord(agent))
  learnSecrets(snapshot)
  const processFacts = processRecord(agent, masker)
  const environment = safeEnvironment(process.env, config.captureEnvironment, masker)
  const breadcrumbs = agent.breadcrumbs.read(masker)
  maskAgain(snapshot)
  const scripts = new ScriptTable(agent, masker)
  const isOfNode = !config.nodeFrames && isSeenInNodeOnly(snapshot)
  const frames = foldRecursion(framesOf(isOfNode ? { ...snapshot, frames: [] } : snapshot, scripts))
  // The snapshot stays as it is: a worker may hand it to its parent, and write it later.
  const nodes = snapshot.nodes.map(node => moveLocation(node, scripts))
  const record: CrashRecord = {
    spoolVersion: 1,
    id,
    capturedAt: new Date(snapshot.at).toISOString(),
    signal,
    crash: {
      exception: snapshot.later ?? snapshot.exception,
      ...occasion,
      frames,
      scripts: scripts.records,
      nodes,
      thread,
      ...(parent && { parent }),
      notes: [...snapshot.notes, ...isOfNode ? [IN_NODE_ONLY] : []],
      pauseMs: Math.round(snapshot.pauseMs * 1000) / 1000,
    },
    runtime: runtimeRecord(),
    process: processFacts,
    environment,
    breadcrumbs,
    missing: snapshot.missing,
    sourceTexts: {},
    packing: packingOptions(agent, masker.taints.length > 0),
  }
  maskRecord(record, masker)
  return {
    record, sources: config.sources ? scripts.sources(frames) : {}, taints: [...masker.taints], scriptIds: scripts.ids,
    ...snapshot.isTextMapped !== undefined && { isTextMapped: snapshot.isTextMapped },
  }
}

/** The pause shows how Node passes the error on; where the program made it, the stack's text says. */
function isSeenInNodeOnly ({ frames, hasUserFrames, stackText, exception: { message } }: Snapshot): boolean {
  return frames.length > 0 && !hasUserFrames &&
    parseStackText(stackText, message).some(({ isAsync, isNative, file }) => !isAsync && !isNative && isInApp(file))
}

function framesOf (snapshot: Snapshot, scripts: ScriptTable): FrameRecord[] {
  const { masker, exception, stackText } = snapshot
  const frames: FrameRecord[] = snapshot.frames.map((frame, index) => {
    const file = fileOfUrl(frame.url)
    const record: FrameRecord = {
      index,
      kind: 'call',
      function: frame.functionName,
      file: masker.maskText(file),
      script: scripts.indexOf(frame.scriptId),
      lineNumber0: frame.lineNumber0,
      columnNumber0: frame.columnNumber0,
      inApp: isInApp(file),
      scopes: frame.scopes,
    }
    if (frame.functionLocation !== undefined) record.functionLocation = frame.functionLocation
    if (frame.this !== undefined) record.this = frame.this
    if (frame.missing !== undefined) record.missing = frame.missing
    return record
  })
  const options = { firstIndex: frames.length, isInApp, message: exception.message }
  const known = frames.length === 0 ? stackFramesOf(stackText, options)
    : snapshot.textFrames === undefined ? asyncFramesOf(stackText, options) : toRecords(snapshot.textFrames, options)
  const rest = known
    .filter(({ file }) => !isOwnFile(file)).map((frame, at) => ({ ...frame, index: frames.length + at }))
  for (const frame of rest) {
    const script = scripts.indexOfFile(frame.file)
    if (script !== undefined) frame.script = script
    frame.file = masker.maskText(frame.file)
    frame.function = masker.maskText(frame.function)
    if (frame.missing === 'unavailable' && snapshot.whyNoVariables !== undefined) frame.missing = snapshot.whyNoVariables
  }
  const all = [...frames, ...rest]
  const place = snapshot.hasUserFrames ? undefined : syntaxErrorFrame(snapshot, scripts)
  if (place === undefined) return all
  for (const frame of all) frame.index++
  return [place, ...all]
}

/** The agent's own frames are not the program's: a stack's text has those of the wrappers of `ghost()`. */
export function isOwnFile (file: string): boolean {
  return dirname(file) === __dirname
}

function moveLocation (node: GraphNode, scripts: ScriptTable): GraphNode {
  const { location } = node
  return location === undefined ? node : { ...node, location: { ...location, script: scripts.indexOf(String(location.script)) } }
}
