import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CrashDocument, FrameRecord, ScriptRecord } from '../../src/model'
import { externalMapPath, extractInlineMap } from '../../src/sourcemap/find-source-map'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import { asyncFramesOf } from '../../src/stack/merge-async-frames'

/** Writes V8's frames at the first throw in a file, and the stack text as the program's end sees it. */
const RECORDER = `
const inspector = require('node:inspector'), fs = require('node:fs')
const session = new inspector.Session(), scripts = {}
let frames, stack = ''
session.connect()
session.on('Debugger.scriptParsed', ({ params }) => { scripts[params.scriptId] = params })
session.on('Debugger.paused', ({ params }) => {
  const own = params.callFrames.filter(frame => /^(file:|[\\\\/])/.test(scripts[frame.location.scriptId].url))
  if (frames === undefined && own.length > 0 && /boom/.test(params.data?.description)) {
    frames = own.map(({ functionName, location, functionLocation }) => {
      const { url, sourceMapURL } = scripts[location.scriptId]
      let source
      session.post('Debugger.getScriptSource', { scriptId: location.scriptId }, (_, result) => { source = result.scriptSource })
      return { functionName, location, functionLocation, url, sourceMapURL, source }
    })
  }
  session.post('Debugger.resume')
})
session.post('Debugger.enable')
session.post('Debugger.setPauseOnExceptions', { state: 'all' })
process.on('uncaughtExceptionMonitor', error => { stack = error.stack })
process.on('exit', () => fs.writeFileSync(process.env.RECORD_TO, JSON.stringify({ frames, stack })))
`

interface RecordedFrame {
  functionName: string
  location: { lineNumber: number, columnNumber: number }
  functionLocation?: { lineNumber: number, columnNumber: number }
  url: string
  sourceMapURL: string
  source: string
}

/** A crash document of a real crash, frames of files only, and the maps of its scripts as the agent finds them. */
export function recordCrash (node: string, args: string[]): { crash: CrashDocument, maps: Record<number, string> } {
  const dir = temporaryDir()
  writeFileSync(join(dir, 'recorder.cjs'), RECORDER)
  const env = { ...process.env, NODE_OPTIONS: '', RECORD_TO: join(dir, 'record.json'), NODE_DISABLE_COMPILE_CACHE: '1' }
  const { stderr } = spawnSync(node, ['-r', join(dir, 'recorder.cjs'), ...args], { env, encoding: 'utf8' })
  const record = JSON.parse(readFileSync(join(dir, 'record.json'), 'utf8')) as { frames?: RecordedFrame[], stack: string }
  if (record.frames === undefined) throw new Error(`Nothing thrown was seen: ${stderr}`)
  const scripts: ScriptRecord[] = []
  const maps: Record<number, string> = {}
  const frames = record.frames.map((frame, index): FrameRecord => {
    const file = fileOfUrl(frame.url)
    let script = scripts.findIndex(({ url }) => url === frame.url)
    if (script < 0) {
      script = scripts.push({ url: frame.url, sourceMapURL: frame.sourceMapURL }) - 1
      const path = externalMapPath(frame.url, frame.sourceMapURL)
      const text = extractInlineMap(frame.source, frame.sourceMapURL).text ?? (path && readFileSync(path, 'utf8'))
      if (text !== undefined && text !== '') maps[script] = text
    }
    return {
      index, kind: 'call', function: frame.functionName, file, script, inApp: isInApp(file), scopes: [],
      lineNumber0: frame.location.lineNumber, columnNumber0: frame.location.columnNumber,
      ...(frame.functionLocation && {
        functionLocation: { lineNumber0: frame.functionLocation.lineNumber, columnNumber0: frame.functionLocation.columnNumber },
      }),
    }
  })
  frames.push(...asyncFramesOf(record.stack, { firstIndex: frames.length, isInApp }))
  const exception = { type: 'RangeError', message: 'boom', stack: record.stack, value: null }
  return { crash: { exception, frames, scripts, nodes: [], thread: { id: 0, isMainThread: true }, notes: [] }, maps }
}

/** Real, so that it is the path which V8 says. Left to the system to clear: failed tests can be looked at. */
export function temporaryDir (): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-maps-')))
}
