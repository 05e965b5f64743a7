// Makes docs/transparency.md from the results of runs and the list of documented differences.
// Usage: node transparency/document.mjs <file of run.mjs --json> …
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { KNOWN } from './documented.mjs'
import { isOurs } from './lib/compare-command.mjs'
import { listPrograms } from './lib/programs.mjs'
import { listSuites } from './lib/suites.mjs'

const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('usage: node transparency/document.mjs <file of run.mjs --json> …')
  process.exit(2)
}
// A later file has the last word on a command that two of them have.
const read = files.flatMap(file => JSON.parse(readFileSync(file, 'utf8')))
const results = [...new Map(read.map(result => [`${result.version} ${result.name}`, result])).values()]
const page = join(import.meta.dirname, '..', 'docs', 'transparency.md')
const versionCell = /^v\d+\.\d+\.\d+$/
/** Rows of the page as it is, of what these runs did not do: no run does everything. */
const written = (existsSync(page) ? readFileSync(page, 'utf8') : '').split('\n').filter(line => line.startsWith('| ')).map(line => line.slice(2, -2).split(' | '))
const kinds = [['programs', 'programs'], ['projects', 'runners and libraries'], ['suites', 'published suites']]
const keptTotals = written.filter(([version, title]) => versionCell.test(version) &&
  !results.some(result => result.version === version && kinds.some(([kind, name]) => kind === result.kind && name === title)))
const keptSuites = written.filter(([name, version = '']) => versionCell.test(version) && !results.some(result => result.version === version && result.name === name))
const majorOf = version => parseInt(version.slice(1))
const versions = [...new Set([...results.map(({ version }) => version), ...keptTotals.map(([version]) => version)])].sort((a, b) => majorOf(a) - majorOf(b))
const sum = list => list.reduce((total, number) => total + number, 0)
const countOf = (list, isWanted) => list.flatMap(({ verdicts }) => verdicts).filter(isWanted).length
const row = cells => `| ${cells.join(' | ')} |`

function overview () {
  const head = ['Node', 'what', 'commands', 'tests in them', 'differences', 'documented', 'flaky without FaultSnap, too', 'capsules']
  const lines = [row(head), row(head.map(() => '---'))]
  for (const version of versions) {
    for (const [kind, title] of kinds) {
      const of = results.filter(result => result.version === version && result.kind === kind)
      if (of.length === 0) {
        lines.push(...keptTotals.filter(cells => cells[0] === version && cells[1] === title).map(row))
        continue
      }
      const explained = countOf(of, ({ kind }) => kind === 'documented' || kind === 'notice' || kind === 'preload')
      const total = key => sum(of.map(result => result[key]))
      lines.push(row([version, title, of.length, total('tests'), countOf(of, isOurs), explained, countOf(of, ({ kind }) => kind === 'flaky'), total('capsules')]))
    }
  }
  return lines.join('\n')
}

function suites () {
  const lines = [row(['suite or runner', 'Node', 'tests', 'bare', 'recorded']), row(Array(5).fill('---'))]
  for (const { kind, name, version, tests, bareMs, recordedMs, ending } of results) {
    if (kind === 'programs' || tests === 0) continue
    const seconds = ms => `${(ms / 1000).toFixed(1)} s`
    lines.push(row([name, version, `${tests}, ${ending.replace(', signal null', '')}`, seconds(bareMs), seconds(recordedMs)]))
  }
  return [...lines, ...keptSuites.map(row)].join('\n')
}

/** What these runs did not get to is not to look as if it had passed. */
function missing () {
  return versions.map(version => {
    const done = new Set([...results.filter(result => result.version === version), ...keptSuites.filter(cells => cells[1] === version).map(([name]) => ({ name }))]
      .map(({ name }) => name))
    const major = majorOf(version)
    const left = [...listPrograms(), ...listSuites()].filter(({ name, minNode = 0 }) => minNode <= major && !done.has(name)).map(({ name }) => name)
    return left.length === 0 ? '' : `- Node ${version}: ${left.join(', ')}\n`
  }).join('')
}

function differencesOfOurs () {
  const found = results.flatMap(({ name, version, verdicts }) => verdicts.filter(isOurs).map(({ key, kind }) => `- ${name}, Node ${version}: ${key} (${kind})`))
  return found.length === 0 ? '' : `\n## Open\n\nFound in these runs, neither mended nor explained:\n\n${found.join('\n')}\n`
}

writeFileSync(page, `# Transparency

What a program does must not depend on whether FaultSnap is preloaded. \`transparency/\` runs commands bare and recorded and compares
exit code, signal, stdout, stderr without FaultSnap's own lines, every file that was written, and the result of every test.

\`\`\`sh
npm run transparency                                          # everything, on this Node; about an hour
npm run transparency -- --programs --node /path/to/node       # programs like Node's own tests
npm run transparency -- --suites fastify pino                 # published suites by name
node transparency/compare.mjs [--copy] -- npx mocha           # any command, in the folder it is called in
\`\`\`

A command with a difference runs three times each way. What the bare runs do not agree on among themselves is *flaky*. What an empty
preload does, too, and what is gone with \`FAULTSNAP_QUIET=1\` (a parent that reads the stderr of a child that crashed finds FaultSnap's
line there) is said to be so. Everything else fails the command. Durations, process ids, ports and temporary folders are normalised.

- \`transparency/programs/\`: programs of the kind of Node's own tests of exceptions, rejections, domains, workers, async hooks, the
  inspector, exits, streams and modules, each in a fresh folder.
- \`transparency/projects/\`: Mocha, AVA, Jest, tap, tape and uvu with tests that fail in every way, and libraries (Express, Koa, Fastify,
  undici, execa, commander, Bluebird, signal-exit, source-map-support, proxyquire, why-is-node-running) in use.
- Suites that packages publish with their code, run from a copy of the package. Of suites only the results of tests are compared: their
  output names times. Those that fail without FaultSnap (a package's newest dependencies, a network that is not there) have to fail alike.

\`test/transparency/\` keeps a small part of it in CI.

## Figures

Made by \`node transparency/document.mjs\` (which keeps the rows of what was not run again) from runs on ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, beside other work: times say
little (\`npm run bench\` measures them).

${overview()}

${suites()}

"Code 1" is how the suite ends without FaultSnap, too.

Not compared in these runs:

${missing() || '- nothing\n'}${differencesOfOurs()}
## Documented differences

${KNOWN.map(({ what, why, nodes }) => `- ${what}${nodes === undefined ? '' : ` (Node ${nodes.join(', ')})`} ${why}`).join('\n')}
`)
console.log(`docs/transparency.md: ${results.length} commands, ${sum(results.map(({ tests }) => tests))} tests, ${countOf(results, isOurs)} differences`)
