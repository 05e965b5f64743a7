// The result of every test, from what a test runner printed.

const TAP_POINT = /^(\s*)(not )?ok\b(?:\s+\d+)?(?:\s*-)?\s*(.*?)(\s*#\s*(?:skip|todo)\b.*)?(?:\s*#\s*time=.*)?(?:\s*\{)?$/i
const TAP_SUBTEST = /^(\s*)# Subtest: (.*)$/

/**
 * Name of the test (its parents before it, its number when the name comes again) to `pass`, `fail`, `skip` or `todo`; empty when the
 * text is none of TAP (node:test, tape, tap, mocha, ava) or Jest's JSON.
 */
export function parseTests (text) {
  return parseJest(text) ?? parseTap(text)
}

function parseTap (text) {
  const results = {}
  if (!/^(?:TAP version \d+|\s*1\.\.\d+|\s*(?:not )?ok\b)/m.test(text)) return results
  const parents = []
  for (const line of text.split('\n')) {
    const subtest = TAP_SUBTEST.exec(line)
    if (subtest !== null) {
      parents.length = depth(subtest[1])
      parents.push(subtest[2])
      continue
    }
    const point = TAP_POINT.exec(line)
    if (point === null) continue
    const [, indent, isNot, name, directive = ''] = point
    const above = parents.slice(0, depth(indent)).filter(parent => parent !== undefined)
    const kind = /skip/i.test(directive) ? 'skip' : /todo/i.test(directive) ? 'todo' : isNot === undefined ? 'pass' : 'fail'
    add(results, [...above, name].join(' > '), kind)
  }
  return results
}

const depth = indent => Math.floor(indent.length / 4)

function parseJest (text) {
  const at = text.indexOf('{"num')
  if (at === -1) return undefined
  try {
    const results = {}
    for (const file of JSON.parse(text.slice(at, text.lastIndexOf('}') + 1)).testResults) {
      for (const { fullName, status } of file.assertionResults) add(results, fullName, status === 'passed' ? 'pass' : status === 'failed' ? 'fail' : status)
    }
    return results
  } catch {
    return undefined
  }
}

function add (results, name, result) {
  let key = name
  for (let number = 2; results[key] !== undefined; number++) key = `${name} (${number})`
  results[key] = result
}
