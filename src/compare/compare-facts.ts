import type { ExceptionRecord, MissingValue } from '../model'
import type { OpenedCrash } from '../view/opened-crash'

/**
 * A fact about each capsule, as text; absent where a capsule has none. `isVolatile`: it differs in any two runs (process ids,
 * times, memory). `isUnknown`: a side was masked or not recorded, so whether it differs cannot be told.
 */
export interface Fact { name: string, a?: string, b?: string, isVolatile?: true, isUnknown?: true }

/** Facts by subject, in the order in which people ask for them; equal ones included. */
export interface Facts { exception: Fact[], runtime: Fact[], process: Fact[], environment: Fact[] }

/** What two capsules say about everything but frames and variables. */
export function compareFacts (a: OpenedCrash, b: OpenedCrash): Facts {
  return {
    exception: join(exceptionFacts(a), exceptionFacts(b)),
    runtime: join(runtimeFacts(a), runtimeFacts(b)),
    process: [...join(processFacts(a), processFacts(b)), ...join(volatileFacts(a),
      volatileFacts(b)).map(fact => ({ ...fact, isVolatile: true as const }))],
    environment: join(environmentFacts(a), environmentFacts(b)),
  }
}

/** Whether a fact is equal, different or unknown on the two sides. */
export const isEqualFact = ({ a, b, isUnknown }: Fact): boolean => a === b && isUnknown !== true

type Told = Map<string, string | MissingValue>

function join (a: Told, b: Told): Fact[] {
  return [...new Set([...a.keys(), ...b.keys()])].map(name => {
    const [one, other] = [a.get(name), b.get(name)]
    const isUnknown = typeof one === 'object' || typeof other === 'object'
    const text = (side: string | MissingValue): string => typeof side === 'object' ? `[${side.missing}]` : side
    return { name, ...(one !== undefined && { a: text(one) }), ...(other !== undefined && { b: text(other) }),
      ...(isUnknown && { isUnknown }) }
  })
}

const MAX_LINKS = 10

function exceptionFacts ({ crash, manifest }: OpenedCrash): Told {
  const told: Told = new Map()
  for (let link: ExceptionRecord | undefined = crash.exception, depth = 0; link && depth < MAX_LINKS; link = link.cause,
    depth++) {
    const prefix = 'cause '.repeat(depth)
    told.set(`${prefix}type`, link.type)
    told.set(`${prefix}message`, link.message)
    if (link.code !== undefined) told.set(`${prefix}code`, link.code)
    for (const [index, each] of (link.errors ?? []).slice(0, MAX_LINKS).entries()) {
      told.set(`${prefix}errors[${index}]`, `${each.type}: ${each.message}`)
    }
  }
  told.set('signal', manifest.signal)
  told.set('fingerprint', manifest.fingerprint)
  if (manifest.culprit) told.set('culprit', manifest.culprit.summary)
  if (crash.exit) told.set('exit', `code ${crash.exit.exitCode}, ${crash.exit.by}`)
  if (crash.caughtAt) told.set('caught at', `${crash.caughtAt.file}:${crash.caughtAt.line}`)
  return told
}

function runtimeFacts ({ manifest: { runtime, generator } }: OpenedCrash): Told {
  const told: Told = new Map([['Node.js', runtime.version], ['V8', runtime.v8 ?? ''], ['platform', runtime.platform],
    ['arch', runtime.arch]])
  for (const [name, version] of Object.entries(runtime.versions ?? {})) if (name !== 'node' && name !== 'v8') told.set(name,
    version)
  told.set('faultsnap', generator?.version ?? '')
  return told
}

function processFacts ({ manifest, crash }: OpenedCrash): Told {
  const { argv, execArgv, cwd, package: program, git, title, hostname, exitCode } = manifest.process
  const { id: _id, ...thread } = crash.thread
  const told = Object.entries({
    program: program && `${program.name ?? ''}${program.version === undefined ? '' : `@${program.version}`}`,
    commit: git?.commit,
    branch: git?.branch,
    cwd,
    arguments: argv.slice(1).join(' '),
    executable: argv[0],
    'Node options': execArgv.join(' '),
    title,
    host: hostname,
    'exit code': exitCode === undefined ? undefined : String(exitCode),
    thread: thread.isMainThread ? 'main' : `worker${thread.name === undefined ? '' : ` ${thread.name}`}`,
  })
  return new Map(told.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** Numbers of one run that no other has. */
function volatileFacts ({ manifest, crash }: OpenedCrash): Told {
  const { pid, ppid, uptimeS, memory, memoryAtStart, resourceUsage, activeResources } = manifest.process
  const told: Told = new Map([['id', manifest.id], ['captured at', manifest.capturedAt], ['pid', String(pid)]])
  const numbers = { ppid, 'uptime (s)': uptimeS, 'pause (ms)': crash.pauseMs }
  for (const [name, value] of Object.entries(numbers)) if (value !== undefined) told.set(name, String(value))
  const groups = { memory, 'memory at start': memoryAtStart, 'resource usage': resourceUsage,
    'active resources': activeResources }
  for (const [group, values] of Object.entries(groups)) {
    for (const [name, value] of Object.entries(values ?? {})) told.set(`${group} ${name}`, String(value))
  }
  return told
}

function environmentFacts ({ environment }: OpenedCrash): Told {
  return new Map(Object.entries(environment.variables).sort(([a], [b]) => a < b ? -1 : 1))
}
