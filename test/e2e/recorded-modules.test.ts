import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { crashTest, topFrame, valueAt } from './crash-test'

const uncaught = { signal: 'uncaughtException' }
// Node awaits the entry module, but to its author what it throws is an exception.
const awaited = uncaught

crashTest('an error while an ES module evaluates is recorded', 'esm-evaluation.mjs', {
  code: 1,
  capsule: {
    ...awaited, type: 'RangeError', message: 'port -1 is not valid', at: 'listen', variables: { port: -1, isValid: false },
  },
  check: (_, capsule) => assert.equal(valueAt(capsule, 'settings', topFrame(capsule).index + 1), { port: -1 }),
})

crashTest('what the module loader throws and catches is not at the cost of the program\'s first error', 'many-imports.mjs', {
  code: 1,
  capsule: {
    ...awaited, type: 'TypeError', message: "Cannot read properties of undefined (reading 'name')", at: 'load', variables: { 'options.cgf': 1 },
  },
})

crashTest('what fails right after it asked for a module is seen', 'import-and-throw.js', {
  code: 1,
  capsule: { ...uncaught, type: 'TypeError', message: "Cannot read properties of undefined (reading 'price')", at: 'price', variables: { 'order.id': 3 } },
})

crashTest('an error after a top-level await is recorded', 'top-level-await.mjs', {
  code: 1,
  capsule: {
    ...awaited, type: 'TypeError', message: "Cannot read properties of undefined (reading 'id')", at: '',
    variables: { answer: { rows: [1, 2] } },
  },
})

crashTest('a rejection that a top-level await gets is recorded where it was thrown', 'top-level-await-rejected.mjs', {
  code: 1,
  capsule: { ...awaited, type: 'Error', message: 'order:5 is gone', at: 'load', variables: { id: 5, key: 'order:5' } },
})

for (const program of ['esm-imports.mjs', 'dynamic-import.mjs']) {
  crashTest(`an error while an imported module evaluates is recorded: ${program}`, program, {
    files: ['crashes/esm-imported.mjs'],
    code: 1,
    capsule: {
      ...awaited, type: 'TypeError', message: "Cannot read properties of undefined (reading 'max')", at: 'limitOf',
      file: 'esm-imported.mjs', variables: { size: 'large', table: [['small', { max: 10 }]] },
    },
  })
}

crashTest('module scope is recorded in an ES module', 'esm-live-binding.mjs', {
  code: 1,
  capsule: { ...uncaught, type: 'Error', message: '3 parts', at: 'visit', variables: { visits: 2, greeting: 'hello' } },
})

for (const program of ['syntax-error.js', 'syntax-error.mjs']) {
  crashTest(`a syntax error in the entry file is recorded: ${program}`, program, {
    code: 1,
    capsule: { type: 'SyntaxError', message: /^(Identifier 'total' has already been declared|Duplicate export of 'total')$/ },
    check: (_, { crash: { exception, notes, frames } }) => {
      const said = JSON.stringify([exception.stack, notes, frames.map(({ file }) => file)])
      assert.ok(said.includes(program), `names the file: ${said}`)
    },
  })
}

crashTest('a module that is missing is recorded with who required it', 'missing-module.js', {
  code: 1,
  capsule: {
    ...uncaught, type: 'Error', message: /^Cannot find module '\.\/plugins\/paint'/, at: 'load',
    variables: { name: 'paint', path: './plugins/paint' },
  },
  check: (_, { crash }) => assert.is(crash.exception.code, 'MODULE_NOT_FOUND'),
})

crashTest('an import that is missing is recorded', 'missing-import.mjs', {
  code: 1,
  capsule: { ...awaited, type: 'Error', message: /^Cannot find module .*paint\.mjs/ },
  check: (_, { crash }) => assert.is(crash.exception.code, 'ERR_MODULE_NOT_FOUND'),
})

crashTest('an export that is missing is recorded', 'missing-export.mjs', {
  code: 1,
  capsule: { ...awaited, type: 'SyntaxError', message: /does not provide an export named 'joinAll'$/ },
})

crashTest('an import of JSON without its attribute is recorded', 'json-import.mjs', {
  code: 1,
  capsule: { ...awaited, type: 'TypeError', message: /needs an import attribute of ("type: json"|type "json")/ },
  check: (_, { crash }) => assert.match(crash.exception.code!, /^ERR_IMPORT_(ATTRIBUTE|ASSERTION_TYPE)_MISSING$/),
})

crashTest('an import of JSON that does not parse is recorded', 'bad-json-import.mjs', {
  files: ['crashes/bad.json'],
  code: 1,
  capsule: { ...awaited, type: 'SyntaxError', message: /JSON/ },
  normalise: text => text.replace(/^\(node:PID\) ExperimentalWarning.*\n.*\n/m, ''),
})

crashTest('a require of JSON that does not parse is recorded with its caller', 'bad-json-require.js', {
  files: ['crashes/bad.json'],
  code: 1,
  capsule: { ...uncaught, type: 'SyntaxError', message: /JSON/, at: 'settings', variables: { name: 'bad' } },
})

test.run()
