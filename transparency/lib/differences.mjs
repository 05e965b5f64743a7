// What differs between two runs of one command.
import { normalise, withoutOwnLines } from './normalise.mjs'
import { parseTests } from './parse-tests.mjs'

/**
 * What is compared of a run: `{ ending, tests, stdout, stderr, files, notices }`. `places` as in {@link normalise}; `ownText` takes
 * FaultSnap's lines out of stdout, too: that of a test runner holds its children's stderr.
 */
export function observe (run, { places = {}, clean = text => text } = {}) {
  const all = { ...places, [run.temp]: '<temp>' }
  const stderr = withoutOwnLines(run.stderr)
  const stdout = withoutOwnLines(run.stdout)
  // On Node 20 the name of a test is that of its file, with the folder.
  const tests = parseTests(normalise(stdout.text, all))
  return {
    ending: run.isTimedOut ? 'timed out' : `code ${run.code}, signal ${run.signal}`,
    tests,
    stdout: clean(normalise(Object.keys(tests).length > 0 ? stdout.text : run.stdout, all)),
    stderr: clean(normalise(stderr.text, all)),
    files: nameFiles(run.files, path => normalise(path, all)),
    notices: [...stderr.notices, ...stdout.notices].length,
  }
}

/** Process ids and moments in names are numbers; files whose names are then the same are counted. */
function nameFiles (files, normalisePath) {
  const named = {}
  for (const [path, what] of Object.entries(files)) {
    const name = normalisePath(path).replace(/\d{3,}/g, '<n>')
    let key = name
    for (let number = 2; named[key] !== undefined; number++) key = `${name} (${number})`
    named[key] = what
  }
  return named
}

/**
 * The differences between two observations: `{ key, bare, recorded }` each. The key is `ending`, `stdout`, `stderr`, `test <name>` or
 * `file <path>`. `what` chooses among `stdout` and `stderr`.
 */
export function differences (bare, recorded, what = ['stdout', 'stderr', 'files']) {
  const found = []
  const compare = (key, a, b) => { if (a !== b) found.push({ key, bare: a, recorded: b }) }
  compare('ending', bare.ending, recorded.ending)
  for (const name of union(bare.tests, recorded.tests)) compare(`test ${name}`, bare.tests[name], recorded.tests[name])
  if (what.includes('files')) {
    for (const path of union(bare.files, recorded.files)) compare(`file ${path}`, bare.files[path], recorded.files[path])
  }
  for (const stream of ['stdout', 'stderr']) {
    if (what.includes(stream) && bare[stream] !== recorded[stream]) found.push({ key: stream, ...firstDifference(bare[stream], recorded[stream]) })
  }
  return found
}

const union = (a, b) => [...new Set([...Object.keys(a), ...Object.keys(b)])]

/** The lines around the first one that differs. */
function firstDifference (a, b) {
  const [left, right] = [a.split('\n'), b.split('\n')]
  let at = 0
  while (at < left.length && left[at] === right[at]) at++
  const around = lines => lines.slice(Math.max(0, at - 1), at + 4).join('\n')
  return { bare: around(left), recorded: around(right), line1: at + 1 }
}
