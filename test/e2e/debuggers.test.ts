import { spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import CDP from 'chrome-remote-interface'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { capsulesIn, fixtures, installed, nodes } from './harness'

/** What a developer saw through a debugger, and how the program ended. */
interface Seen { pauses: string[], code: number | null, signal: string | null, stdout: string, notices: string[], notes: string[] }

const PROGRAM = join(fixtures, 'hosts', 'debugged.js')
/** Longer than anybody but the developer would leave a pause alone. */
const LOOK_MS = 60

const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:FAULTSNAP_.*|NODE_OPTIONS)$/.test(name)))

interface Paused { reason: string, callFrames: { functionName: string, callFrameId: string, location: { lineNumber: number } }[] }

/** Debugs the program: a breakpoint, two steps, a pause at every exception; each pause is looked at for a while. */
async function debug (path: string, args: string[], attach: 'flag' | 'signal', isRecorded: boolean): Promise<Seen> {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-debug-')))
  const preload = isRecorded ? ['-r', join(installed(), 'node_modules', 'faultsnap', 'dist', 'register.cjs')] : []
  const child = spawn(path, [...preload, ...args, PROGRAM], { cwd: dir, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const seen: Seen = { pauses: [], code: null, signal: null, stdout: '', notices: [], notes: [] }
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (attach === 'signal' && seen.stdout === '') child.kill('SIGUSR1')
    seen.stdout += text
  })
  const ended = new Promise<void>(resolve => child.on('close', (code, signal) => {
    Object.assign(seen, { code, signal })
    resolve()
  }))
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000)
  try {
    const target = await new Promise<string>((resolve, reject) => {
      const look = (): void => {
        const found = /ws:\/\/\S+/.exec(stderr)
        if (found !== null) resolve(found[0])
        else if (child.exitCode !== null) reject(new Error(stderr))
        else setTimeout(look, 20)
      }
      look()
    })
    const client = await CDP({ target })
    const { Debugger, Runtime } = client
    let isPaused = false
    let atBreakpoint = 0
    client.on('Debugger.resumed', () => {
      if (isPaused) seen.pauses.push('ended by somebody else')
      isPaused = false
    })
    client.on('Debugger.paused', (params: unknown) => {
      const { reason, callFrames } = params as Paused
      isPaused = true
      setTimeout(() => {
        const [{ functionName, callFrameId, location }] = callFrames as [Paused['callFrames'][0]]
        void Debugger.evaluateOnCallFrame({ callFrameId, expression: '`${typeof total === "number" ? total : ""}`' }).then(({ result }: { result: { value?: unknown } }) => {
          seen.pauses.push(`${reason} ${functionName}:${location.lineNumber} ${String(result.value ?? '')}`.trim())
          if (!isPaused) return undefined
          isPaused = false
          return functionName === 'checkout' && atBreakpoint++ < 1 ? Debugger.stepOver() : Debugger.resume()
        }).catch(() => {})
      }, LOOK_MS)
    })
    await Debugger.enable({})
    await Runtime.enable()
    await Debugger.setPauseOnExceptions({ state: 'all' })
    await Debugger.setBreakpointByUrl({ urlRegex: 'debugged\\.js$', lineNumber: 2 })
    await Runtime.runIfWaitingForDebugger()
    await Runtime.evaluate({ expression: 'globalThis.go = true' })
    // With the last client gone the program may end.
    client.on('Runtime.executionContextDestroyed', () => void client.close().catch(() => {}))
    await ended
    for (const { crash } of await capsulesIn(dir)) seen.notes.push(...crash.notes)
    seen.notices = stderr.split('\n').filter(line => line.startsWith('[FaultSnap]'))
    return seen
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
    rmSync(dir, { recursive: true, force: true })
  }
}

for (const node of nodes) {
  for (const [args, attach] of [[['--inspect-brk=127.0.0.1:0'], 'flag'], [['--inspect-port=127.0.0.1:0'], 'signal']] as const) {
    if (attach === 'signal' && process.platform === 'win32') continue
    test(`a developer's debugger finds what it finds without FaultSnap: ${args[0]} (Node ${node.version})`, async () => {
      const [bare, recorded] = await Promise.all([debug(node.path, [...args], attach, false), debug(node.path, [...args], attach, true)])
      const { notices, notes, ...same } = recorded
      assert.ok(bare.pauses.some(pause => pause.startsWith('exception parse')), `a pause at an exception: ${JSON.stringify(bare.pauses)}`)
      assert.ok(bare.pauses.some(pause => pause.endsWith('checkout:3 42')), `a step: ${JSON.stringify(bare.pauses)}`)
      assert.equal({ ...same, notices: [], notes: [] }, bare)
      assert.is(notices.length, 1)
      assert.match(notes.join(), /debugger/, 'the capsule says why it has no variables')
    })
  }
}

test.run()
