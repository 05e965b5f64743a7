// Claim: of one crash FaultSnap has more of the variables right than any other tool, none wrong, and says of each that it has not why.
// Every fact of programs/rich.cjs is looked up in what each tool wrote or sent.
import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FACTS } from './evidence-facts.mjs'
import { dist, runProgram, VARIANTS } from './measure.mjs'
import { startPeers } from './peers.mjs'

const VERDICTS = ['right', 'wrong', 'leaked', 'said to be missing', 'silently missing']
/** What tools print for a value that they only name, once its brackets are off. */
const MARKER = /^(\w+ object|Object|Array|unavailable|Promise|URL|Account|(Map|Set|Buffer|Arguments|\w+Array)\(\d+\)|\.\.\.)$/
const DELAYS = [0, 50, 100, 200, 400, 800, 1600]

export async function run (context) {
  const peers = await startPeers()
  const tools = [{ ...VARIANTS[2], kind: 'faultsnap' }, ...peers.variants]
  try {
    const found = []
    for (const tool of tools) found.push([tool, await evidenceOf({ ...context, peers }, tool, 2000)])
    printVerdicts(found)
    console.log('\nMilliseconds after the start of a program from which on a crash comes with variables')
    for (const tool of tools.filter(({ kind }) => kind !== 'report')) {
      console.log(`  ${tool.name.padEnd(18)} ${await armedAfter({ ...context, peers }, tool)}`)
    }
  } finally {
    peers.close()
  }
}

async function armedAfter (context, tool) {
  for (const delay of DELAYS) {
    const { lookUp } = await evidenceOf(context, tool, delay)
    if (verdictOf(lookUp, FACTS.find(({ path }) => path === 'text')) === 'right') return delay
  }
  return `not within ${DELAYS.at(-1)}`
}

/** Gives `lookUp(fact)`, the value as text, or { missing }, or undefined; and the bytes of the evidence. */
async function evidenceOf (context, tool, delay) {
  const { temp, peers: { received } } = context
  received.length = 0
  const { code } = await runProgram(context, tool, 'rich.cjs', { args: [String(delay)] })
  if (code !== 1) throw new Error(`${tool.name}: exit code ${code}`)
  if (tool.kind === 'faultsnap') return ofCapsule(join(temp, 'FaultSnaps'))
  if (tool.kind === 'report') return ofReport(temp)
  const text = received.find(each => each.includes("reading 'apply'")) ?? ''
  return { bytes: Buffer.byteLength(text), lookUp: ({ frame, keys }) => inVariables(variablesOf(tool.kind, text, frame), keys) }
}

function ofCapsule (repository) {
  const file = readdirSync(repository, { recursive: true }).find(name => name.endsWith('.faultsnap'))
  const bytes = statSync(join(repository, file)).size
  const copy = join(repository, '..', 'rich.faultsnap')
  copyFileSync(join(repository, file), copy)
  rmSync(repository, { recursive: true, force: true, maxRetries: 3 })
  const frames = ['settle', 'pay', 'main']
  const lookUp = ({ frame, path }) => {
    let text
    try {
      text = execFileSync(process.execPath, [join(dist, 'cli.mjs'), 'get', copy, path, '--json', '--frame', String(frames.indexOf(frame))],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    } catch (error) {
      text = error.stdout
    }
    if (text.trim() === '') return undefined
    const value = JSON.parse(text)
    // JSON has no `undefined`.
    if (value === null) return execFileSync(process.execPath, [join(dist, 'cli.mjs'), 'get', copy, path], { encoding: 'utf8' }).trim()
    if (typeof value === 'object' && value !== null && 'missing' in value) return { missing: value.missing }
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  return { bytes, lookUp }
}

function ofReport (folder) {
  const file = readdirSync(folder).find(name => name.startsWith('report.'))
  const text = readFileSync(join(folder, file), 'utf8')
  rmSync(join(folder, file))
  return { bytes: Buffer.byteLength(text), lookUp: ({ wanted }) => wanted.test(text) && text.includes('orderId') ? text : undefined }
}

function variablesOf (kind, text, name) {
  if (text === '') return undefined
  if (kind === 'sentry') {
    const items = text.split('\n').filter(line => line.startsWith('{')).map(line => JSON.parse(line))
    const { frames } = items.find(item => item.exception !== undefined).exception.values.at(-1).stacktrace
    return frames.find(frame => frame.function.split('.').at(-1) === name)?.vars
  }
  const { body } = JSON.parse(text).data
  return (body.trace ?? body.trace_chain[0]).frames.find(frame => frame.method.split('.').at(-1) === name)?.locals
}

/** The value as text where the keys lead; of a container without such a key, the container's text. */
function inVariables (variables, keys) {
  if (variables === undefined || !(keys[0] in variables)) return undefined
  let value = variables
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !(key in value)) break
    value = value[key]
  }
  const text = typeof value === 'string' ? value.replace(/^[<[](.*)[>\]]$/s, '$1') : JSON.stringify(value)
  return MARKER.test(text) ? { missing: text } : text
}

function verdictOf (lookUp, fact) {
  const value = lookUp(fact)
  if (value === undefined) return 'silently missing'
  if (fact.isSecret) return value.missing !== undefined || !fact.wanted.test(value) ? 'said to be missing' : 'leaked'
  if (value.missing !== undefined) return 'said to be missing'
  if (fact.wanted.test(value)) return 'right'
  // What was looked for inside is not there, and nothing false is said of it.
  const isInside = fact.keys.length > 1 || fact.isContainer
  return isInside && (/^[[{]/.test(value) || value.includes('\n')) ? 'silently missing' : 'wrong'
}

function printVerdicts (found) {
  console.log(`\nWhat each tool has of the same crash: ${FACTS.length} facts on three frames`)
  console.log(['', ...VERDICTS, 'bytes'].map((cell, index) => index === 0 ? cell.padEnd(18) : cell.padStart(20)).join(''))
  const verdicts = found.map(([, { lookUp }]) => FACTS.map(fact => verdictOf(lookUp, fact)))
  for (const [index, [tool, { bytes }]] of found.entries()) {
    const cells = VERDICTS.map(verdict => verdicts[index].filter(each => each === verdict).length)
    console.log([tool.name, ...cells, bytes].map((cell, at) => at === 0 ? cell.padEnd(18) : String(cell).padStart(20)).join(''))
  }
  console.log('\nFact by fact')
  const width = Math.max(...FACTS.map(({ frame, path }) => frame.length + path.length)) + 3
  console.log(''.padEnd(width) + found.map(([{ name }]) => name.padStart(20)).join(''))
  for (const [number, { frame, path }] of FACTS.entries()) {
    console.log(`${frame}: ${path}`.padEnd(width) + verdicts.map(column => column[number].padStart(20)).join(''))
  }
}
