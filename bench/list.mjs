// Claim: `faultsnap list` over 100,000 capsules answers within 300 ms when nothing was added since the last time. The whole process, from
// its start to its end, with bare Node beside it. FAULTSNAP_LIST_CAPSULES: another number of capsules.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dist, median, printFigures } from './measure.mjs'

const CAPSULES = Number(process.env.FAULTSNAP_LIST_CAPSULES ?? 100_000)
const PER_BUG_AND_DAY = 100
const ROUNDS = 7

export async function run ({ node, temp }) {
  const repository = join(temp, 'large')
  const sample = recordOne(node, temp)
  const entries = fill(repository, sample)
  writeFileSync(join(repository, 'index.json'), `{"format":"faultsnap-index","version":1,"crashes":[\n${entries.map(entry => JSON.stringify(entry)).join(',\n')}\n]}\n`)
  const time = (...args) => {
    const start = process.hrtime.bigint()
    const { status, stderr } = spawnSync(node, args, { encoding: 'utf8', maxBuffer: 1 << 30 })
    if (status !== 0) throw new Error(stderr)
    return Number(process.hrtime.bigint() - start) / 1e6
  }
  const cli = join(dist, 'cli.mjs')
  const rounds = (...args) => Array.from({ length: ROUNDS }, () => time(...args))
  const figure = list => `${median(list).toFixed(0)} ms (${ROUNDS} runs, fastest ${Math.min(...list).toFixed(0)} ms)`
  const first = time(cli, 'list', '--repo', repository)
  const figures = [['bare node -e 0', figure(rounds('-e', '0'))], ['list, after a change', `${first.toFixed(0)} ms`]]
  for (const command of [['list'], ['list', '--limit', '20'], ['latest'], ['list', '--group'], ['stats']]) {
    figures.push([command.join(' '), figure(rounds(cli, ...command, '--repo', repository))])
  }
  printFigures(`a repository of ${entries.length.toLocaleString('en')} capsules`, figures)
  rmSync(repository, { recursive: true, force: true })
}

/** The bytes of a capsule of a small crash, and its entry in the index. */
function recordOne (node, temp) {
  const repository = join(temp, 'one')
  spawnSync(node, ['-r', join(dist, 'register.cjs'), join(import.meta.dirname, 'programs', 'crash.cjs')], { env: { ...process.env, FAULTSNAP_REPOSITORY_DIR: repository } })
  const [entry] = JSON.parse(readFileSync(join(repository, 'index.json'), 'utf8')).crashes
  return { entry, bytes: readFileSync(join(repository, entry.path)) }
}

/** A hundred capsules, the most that are kept, of each bug on each of its days. Gives the entries of the index, newest first. */
function fill (repository, { entry, bytes }) {
  const entries = []
  for (let at = 0; at < CAPSULES; at++) {
    const bug = Math.floor(at / PER_BUG_AND_DAY)
    const fingerprint = createHash('sha256').update(String(bug)).digest('hex')
    const date = `2026-06-${String(1 + bug % 28).padStart(2, '0')}`
    const clock = new Date(at % 86_400 * 1000).toISOString().slice(11, 19)
    const id = at.toString(16).padStart(8, '0')
    const folder = `Error${bug % 10}/${date}/${fingerprint.slice(0, 8)}`
    const path = `${folder}/crash_${clock.replaceAll(':', '')}_${id}.faultsnap`
    if (at % PER_BUG_AND_DAY === 0) mkdirSync(join(repository, folder), { recursive: true })
    writeFileSync(join(repository, path), bytes)
    entries.push({ ...entry, id, capturedAt: `${date}T${clock}.000Z`, fingerprint, exception: { ...entry.exception, type: `Error${bug % 10}` }, path })
  }
  const old = new Date(Date.now() - 60_000)
  for (const each of readdirSync(repository, { recursive: true, withFileTypes: true })) if (each.isDirectory()) utimesSync(join(each.parentPath, each.name), old, old)
  return entries.sort((a, b) => a.capturedAt < b.capturedAt ? 1 : a.capturedAt > b.capturedAt ? -1 : a.id < b.id ? 1 : -1)
}
