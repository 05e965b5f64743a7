import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { capsulesIn, nodes, run, type Run } from '../e2e/harness'
import { root } from '../e2e/installed'
import { isWhole } from '../e2e/nodes'
import { installApp } from '../helpers/install-app'
import { packSpooled } from './pack-spooled'

// Decorators of both kinds by the compilers that people use. Compiling with tsc is the type test, too.

const app = installApp('decorators')
test.after(() => app?.remove())

const FAILURES = {
  standard: ['Billing', 'Billing', 'Billing', 'cents', 'charge', 'charge', 'charge', 'get last', 'pages', 'parse', 'refund', 'set last', 'tryCharge', '#secret'],
  legacy: ['Billing', 'Billing', 'Billing', 'cents', 'charge', 'charge', 'charge', 'get last', 'pages', 'parse', 'refund', 'set last', 'tryCharge'],
}

for (const flavour of ['standard', 'legacy'] as const) {
  for (const compiler of ['tsc', 'esbuild', 'swc']) {
    for (const format of isWhole || compiler === 'tsc' ? ['cjs', 'esm'] : ['esm']) {
      test(`@ghost works as a ${flavour} decorator, compiled by ${compiler} to ${format}`, async () => {
        if (app === undefined) return
        const name = `${compiler}-${flavour}-${format}`
        const compiled = await run([process.execPath, join(app.dir, 'compile.mjs'), compiler, flavour, format], app.dir, { TYPE_ROOTS: join(root, 'node_modules/@types') })
        assert.is(compiled.code, 0, compiled.stderr)
        const dir = join(app.dir, 'out', name)
        const program = [nodes.at(-1)!.path, join(dir, `${flavour}.js`)]
        const bare = await run(program, dir, { BARE: '1' })
        // To pack a dozen capsules takes its time: once for each compiler.
        const env = { REPORTS: format === 'esm' ? 'all' : 'none', FAULTSNAP_TEST: 'strict', FAULTSNAP_PAUSE_BURST_MS: '30000', FAULTSNAP_REPOSITORY_DIR: join(dir, 'FaultSnaps') }
        const recorded = await run(program, dir, env)
        assert.is(bare.code, 0, bare.stderr)
        assert.is(bare.stderr, '')
        assert.ok(bare.stdout.split('\n').length > 15)
        assert.is(shown(recorded), `${bare.stdout}suppressed gave undefined\n`, recorded.stderr)
        assert.is(recorded.stderr, '')
        if (format === 'cjs') return
        await packSpooled(app.dir, env.FAULTSNAP_REPOSITORY_DIR)
        const capsules = await capsulesIn(dir)
        assert.equal(capsules.map(({ crash }) => crash.ghost!.function).sort(), [...FAILURES[flavour]].sort(), recorded.notices.join('\n'))
        assert.equal([...new Set(capsules.map(({ manifest }) => manifest.signal))], ['ghost'])
      })
    }
  }
}

const shown = ({ stdout }: Run): string => stdout

test.run()
