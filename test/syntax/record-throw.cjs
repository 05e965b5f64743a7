// Preload for the tests of src/syntax: writes, as JSON to file descriptor 3, the last throw of the program's file and the place
// that called process.exit. A plain recorder beside FaultSnap's own, so that the two can be compared.
const inspector = require('node:inspector')
const { writeSync } = require('node:fs')
const { basename } = require('node:path')

const isProgram = url => basename(url).startsWith('program.')
const session = new inspector.Session()
session.connect()
const urls = new Map()
const record = { frames: [] }
let scopes = []
session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url))
session.on('Debugger.paused', ({ params }) => {
  const frames = params.callFrames.filter(frame => isProgram(urls.get(frame.location.scriptId) ?? ''))
  if (frames.length > 0 && (params.reason === 'exception' || params.reason === 'promiseRejection')) {
    record.frames = frames.map(({ functionName, location, functionLocation }) => ({
      function: functionName, lineNumber0: location.lineNumber, columnNumber0: location.columnNumber,
      functionLocation: functionLocation && place(functionLocation),
      isAsync: false,
    }))
    for (const line of (params.data?.description ?? '').split('\n')) {
      const match = /^ {4}at async (?:(.*) \()?.*program\.[cm]js:(\d+):(\d+)\)?$/.exec(line)
      if (match !== null) {
        record.frames.push({ function: match[1] ?? '', lineNumber0: match[2] - 1, columnNumber0: match[3] - 1, isAsync: true })
      }
    }
    scopes = frames.map(readScopes)
  }
  session.post('Debugger.resume')
})
session.post('Debugger.enable')
session.post('Debugger.setPauseOnExceptions', { state: 'all' })

const place = location => ({ lineNumber0: location.lineNumber, columnNumber0: location.columnNumber })

function valueOf (value) {
  if (value === undefined) return { missing: 'optimized-out' }
  return value.type === 'undefined' ? { type: 'undefined' } : value.value ?? value.description ?? null
}

function readScopes (frame) {
  return frame.scopeChain.filter(({ type }) => type !== 'global').map(({ type, object, startLocation, endLocation }) => {
    const scope = { type, variables: [] }
    if (startLocation) scope.start = place(startLocation)
    if (endLocation) scope.end = place(endLocation)
    session.post('Runtime.getProperties', { objectId: object.objectId, ownProperties: true }, (_error, { result }) => {
      for (const { name, value } of result) {
        scope.variables.push({ name, value: valueOf(value) })
      }
    })
    return scope
  })
}

const { reallyExit } = process
process.reallyExit = function (code) {
  const line = new Error().stack.split('\n').find(text => /program\.[cm]js:/.test(text))
  const match = line && /program\.[cm]js:(\d+):(\d+)\)?$/.exec(line)
  if (match) record.exit = { lineNumber0: match[1] - 1, columnNumber0: match[2] - 1 }
  write()
  return reallyExit.call(this, code)
}
process.once('beforeExit', () => process.once('exit', write))
process.on('uncaughtExceptionMonitor', () => { record.isUncaught = true })

let isWritten = false
function write () {
  if (isWritten) return
  isWritten = true
  writeSync(3, JSON.stringify({ ...record, scopes }))
}
