// Writes docs/figures.md: every bench, beside the other tools, with machine, versions and method. Usage: npm run figures [-- name …]
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Each: the name of a bench, and what its figures are compared with. */
const SECTIONS = ['startup', 'cpu', 'awaits', 'throws', 'web', 'latency', 'crash', 'memory', 'walk', 'evidence']

const here = import.meta.dirname
const { dependencies } = JSON.parse(readFileSync(join(here, 'apps/web/package.json'), 'utf8'))
const { version } = JSON.parse(readFileSync(join(here, '../package.json'), 'utf8'))
const wanted = process.argv.length > 2 ? process.argv.slice(2) : SECTIONS
const file = join(here, '../docs/figures.md')
/** What is not measured again stays. */
const kept = new Map(existsSync(file) ? readFileSync(file, 'utf8').split(/^(?=## )/m).slice(1).map(part => [/^## (\S+)/.exec(part)[1], part.trimEnd() + '\n']) : [])
const versions = Object.entries(dependencies).map(([name, its]) => `${name} ${its}`).join(', ')
const parts = [`# Figures

Written by \`npm run figures\`; do not edit. FaultSnap ${version} beside ${versions}.

**Method.** In every table the variants take turns, run by run, each in a process of its own; a ratio is to bare Node in the same run. Compare
the minimums (of rates: the maximums), which the noise of a shared machine can only make worse. \`floor\` is a preload that only enables V8's
debugger and has it pause at exceptions: what any tool of this kind pays at least. \`Sentry\` and \`Rollbar\` are set up for local variables as
their documentation says, for uncaught exceptions only or for all; what they send goes to a server on loopback. \`report\` is Node's own
\`--report-uncaught-exception\`. The programs are in \`bench/programs\`, each claim stands in the first lines of its bench.
`]

const unknown = wanted.filter(name => !SECTIONS.includes(name))
if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(' ')}. There are: ${SECTIONS.join(' ')}`)
for (const name of wanted) {
  const claim = /^\/\/ Claim: ([^]*?)\n(?!\/\/)/.exec(readFileSync(join(here, `${name}.mjs`), 'utf8'))[1].replaceAll('\n// ', ' ')
  console.log(name)
  const bench = spawn(process.execPath, [join(here, 'run.mjs'), '--peers', name], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  bench.stdout.on('data', data => { output += data })
  const [code] = await once(bench, 'close')
  if (code !== 0) throw new Error(`bench ${name} failed:\n${output}`)
  kept.set(name, `## ${name}\n\nClaim: ${claim}\n\n\`\`\`\n${output.trim()}\n\`\`\`\n`)
}
for (const name of SECTIONS) if (kept.has(name)) parts.push(kept.get(name))
writeFileSync(file, parts.join('\n'))
console.log(`written: docs/figures.md, of ${execFileSync('git', ['log', '-1', '--format=%h'], { encoding: 'utf8', cwd: here }).trim()}`)
