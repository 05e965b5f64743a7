import { join } from 'node:path'
import { build } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

// What the page runs knows no Node, and never makes markup of a text.
test('the variables and the filter are built for a browser, without Node and without markup', async () => {
  const { metafile, outputFiles } = await build({
    absWorkingDir: join(__dirname, '../../..'), bundle: true, platform: 'browser', format: 'iife', metafile: true, write: false,
    outdir: 'unused', logLevel: 'silent', legalComments: 'none',
    stdin: {
      resolveDir: join(__dirname, '../../../src/report/page'), loader: 'ts',
      contents: "export * from './variables/index'; export * from './search/index'",
    },
  })
  const inputs = Object.keys(metafile.inputs)
  assert.ok(inputs.includes('src/values/preview.ts'), 'the values are part of it')
  assert.equal(inputs.filter(file => file.includes('node_modules') || file.includes('node:')), [])
  const text = outputFiles[0]!.text
  assert.ok(text.length > 10_000)
  for (const forbidden of [/\binnerHTML\b/, /\bouterHTML\b/, /\binsertAdjacentHTML\b/, /\bdocument\.write\b/, /\beval\(/,
    /\bnew Function\b/, /\bBuffer\.from\b/, /\brequire\(/]) {
    assert.not(forbidden.test(text), String(forbidden))
  }
})

test.run()
