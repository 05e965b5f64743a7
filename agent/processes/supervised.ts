/**
 * What a process under `faultsnap run` leaves in the run's private folder, for the case that it dies without a word. Built as a file of
 * its own (`supervised.cjs`): only processes under `run` read it.
 */
import { appendFileSync, existsSync, unlinkSync, writeFileSync } from 'node:fs'
import { safeEnvironment } from '../../src/program/safe-environment'
import { breadcrumbsFile, deathsFile, processFile, type DeathNote, type RunningProcess } from '../../src/run-folder'
import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { packingOptions } from '../record/packing-options'
import { runtimeRecord } from '../record/process-facts'
import { BreadcrumbSpool } from './breadcrumb-spool'

/** Says in the folder that this process runs, spools its breadcrumbs, and takes both back when it ends in order. */
export function superviseProcess (agent: Agent, dir: string): void {
  const { config, masker } = agent
  const { pid, ppid } = process
  const running: RunningProcess = {
    pid, ppid, startedAt: Date.now() - Math.round(process.uptime() * 1000),
    argv: masker.maskArgv(process.argv), execArgv: masker.maskArgv(process.execArgv), cwd: masker.maskText(process.cwd()),
    runtime: runtimeRecord(), packing: packingOptions(agent, masker.taints.length > 0),
    mask: config.mask, maskPatterns: config.maskPatterns, captureEnvironment: config.captureEnvironment,
    environment: safeEnvironment(process.env, config.captureEnvironment, masker), reportDir: reportDir(),
    ...(agent.forkedBy !== undefined && { isForked: true }),
  }
  writeFileSync(processFile(dir, pid), JSON.stringify(running), { mode: 0o600 })
  const spool = new BreadcrumbSpool(agent, breadcrumbsFile(dir, pid))
  agent.breadcrumbs.onAdd = () => guarded('breadcrumb spool', () => spool.note())
  const end = (): void => {
    agent.breadcrumbs.onAdd = undefined
    spool.stop()
    // `rmSync` with `force` throws within Node 20 for a file that is not there: after a crash that passes for one more.
    for (const file of [processFile(dir, pid), breadcrumbsFile(dir, pid)]) if (existsSync(file)) unlinkSync(file)
  }
  agent.onEnding(end)
  agent.onUninstall(end)
}

interface Child { pid?: number, exitCode: number | null, signalCode: string | null, killed: boolean }

/**
 * Notes how the children of this process end, from the first one on: to load `node:child_process` takes milliseconds that most
 * processes need not spend. Gives what takes it back.
 */
export function watchChildren (dir: string): () => void {
  const { subscribe, unsubscribe } = require('node:diagnostics_channel') as typeof import('node:diagnostics_channel')
  let takeBack: (() => void) | undefined
  const onChild = (): void => { takeBack ??= guarded('children', () => watchEnds(dir)) }
  subscribe('child_process', onChild)
  return () => {
    unsubscribe('child_process', onChild)
    takeBack?.()
  }
}

/**
 * Node looks `emit` up on the child to tell of it: it is an accessor on
 * `ChildProcess.prototype` now that gives the same function. Gives what takes it back.
 */
function watchEnds (dir: string): () => void {
  const { ChildProcess } = require('node:child_process') as { ChildProcess: { prototype: object } }
  const { prototype } = ChildProcess
  const parent = Object.getPrototypeOf(prototype) as { emit: unknown }
  if (Object.getOwnPropertyDescriptor(prototype, 'emit') !== undefined) return () => {}
  const noted = new WeakSet<Child>()
  Object.defineProperty(prototype, 'emit', {
    configurable: true,
    enumerable: false,
    get (this: Child) {
      if (this !== prototype && (this.signalCode ?? this.exitCode ?? null) !== null && !noted.has(this)) {
        noted.add(this)
        guarded('child', () => noteEnd(dir, this))
      }
      return parent.emit
    },
    set (this: object, value: unknown) {
      Object.defineProperty(this, 'emit', { value, writable: true, enumerable: true, configurable: true })
    },
  })
  return () => { delete (prototype as { emit?: unknown }).emit }
}

function noteEnd (dir: string, { pid, exitCode, signalCode, killed }: Child): void {
  if (pid === undefined || exitCode === 0) return
  const note: DeathNote = {
    pid, at: Date.now(), by: process.pid, isKilledByParent: killed,
    ...(signalCode !== null && { signal: signalCode }), ...(exitCode !== null && { exitCode }),
  }
  appendFileSync(deathsFile(dir), JSON.stringify(note) + '\n', { mode: 0o600 })
}

/** Where Node would write a diagnostic report of this process. */
function reportDir (): string {
  const options = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(' ')]
  for (let index = options.length - 1; index >= 0; index--) {
    const [flag, value = options[index + 1]] = options[index]!.split('=')
    if ((flag === '--report-directory' || flag === '--diagnostic-dir') && value !== undefined) return value
  }
  return process.cwd()
}

