// What the benches share: the three variants, processes that take turns, and tables with ratios.
import { spawn } from 'node:child_process'
import { join, resolve as resolvePath } from 'node:path'

export const dist = join(import.meta.dirname, '..', 'dist')
export const programs = join(import.meta.dirname, 'programs')

/** What is compared beside which `run.mjs --peers` puts other tools; ratios are to the first. */
export const VARIANTS = [
  { name: 'bare', args: [] },
  { name: 'floor', args: ['-r', join(import.meta.dirname, 'floor.cjs')] },
  { name: 'FaultSnap', args: ['-r', join(dist, 'register.cjs')] },
]

/** FaultSnap's other modes of arming (option `arm`), before any error. */
export const MODES = ['on-first-error', 'off'].map(mode => ({ ...VARIANTS[2], name: mode, env: { FAULTSNAP_ARM: mode } }))

/** Arguments for programs that wait until other tools are there, some of which are late: milliseconds. None where FaultSnap is alone. */
export const lateWith = ({ variants }) => variants.some(({ kind }) => kind !== undefined) ? ['1000'] : []

/**
 * Runs a program of `programs/` under a variant. Gives its stdout, exit code, and in milliseconds the time from start to end and
 * the time at which it ended. After `timeoutMs` it is killed, and its code is null.
 */
export function runProgram ({ node, temp }, variant, program, { args = [], env = {}, nodeArgs = [], stdout = 'pipe', timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const startedAt = process.hrtime.bigint()
    const child = spawn(node, [...nodeArgs, ...variant.args, resolvePath(programs, program), ...args], {
      cwd: temp, stdio: ['ignore', stdout, 'pipe'], timeout: timeoutMs, killSignal: 'SIGKILL',
      env: { ...process.env, FAULTSNAP_REPOSITORY_DIR: join(temp, 'FaultSnaps'), ...variant.env, ...env },
    })
    let end = 0
    let ms = 0
    let output = ''
    let errors = ''
    child.stdout?.on('data', data => { output += data })
    child.stderr.on('data', data => { errors += data })
    child.on('error', reject)
    child.on('exit', () => {
      end = Date.now()
      ms = Number(process.hrtime.bigint() - startedAt) / 1e6
    })
    child.on('close', code => resolve({ output, errors, code, ms, end }))
  })
}

/** Calls `measure(variant)` for every variant in turn, `rounds` times. Gives the numbers by the variant's name. */
export async function takeTurns (rounds, measure, variants) {
  const numbers = new Map(variants.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const variant of variants) numbers.get(variant.name).push(await measure(variant))
  }
  return numbers
}

/** The number that a program printed as its last line. Its failure fails the bench: a figure of nothing would look good. */
export async function measured (context, variant, program, options) {
  const { output, errors, code } = await runProgram(context, variant, program, options)
  const number = Number(output.trim().split('\n').at(-1))
  if (code !== 0 || output.trim() === '' || Number.isNaN(number)) throw new Error(`${program} under ${variant.name}: ${code} ${errors}`)
  return number
}

export const median = numbers => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]
const column = (cell, index) => index === 0 ? cell.padEnd(18) : cell.padStart(12)
const ratio = (value, base) => `× ${(value / base).toFixed(2)}`

/** Rows of the variants: median and best, each with its ratio to the first variant's. `isRate`: more is better. */
export function printTable (title, numbers, { unit = 'ms', digits = 1, isRate = false } = {}) {
  console.log(`\n${title}`)
  console.log(['', 'median', 'ratio', isRate ? 'maximum' : 'minimum', 'ratio', 'runs'].map(column).join(''))
  const best = list => isRate ? Math.max(...list) : Math.min(...list)
  const [first] = numbers.values()
  for (const [name, list] of numbers) {
    const cells = [name, `${median(list).toFixed(digits)} ${unit}`, ratio(median(list), median(first)),
      `${best(list).toFixed(digits)} ${unit}`, ratio(best(list), best(first)), `${list.length}`]
    console.log(cells.map(column).join(''))
  }
}

/** Lines of a name and what was measured, without variants. */
export function printFigures (title, figures) {
  console.log(`\n${title}`)
  const width = Math.max(...figures.map(([name]) => name.length))
  for (const [name, figure] of figures) console.log(`  ${name.padEnd(width)}  ${figure}`)
}
