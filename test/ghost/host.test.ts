import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { compare, edgeNodes } from '../e2e/harness'

// What the program around a ghosted function sees.

for (const node of edgeNodes) {
  test(`an error that leaves a ghosted function is Node's to report: the same place, line and stack but for one frame (Node ${node.version})`, async () => {
    const { bare, recorded, capsules } = await compare('ghost/uncaught.cjs', {
      node, preload: [], env: { BARE: '1' }, recordedEnv: { BARE: '' },
    })
    const own = recorded.stderr.slice(recorded.stderr.indexOf('uncaught.cjs:6\n'))
    const lines = own.split('\n').filter(line => !/node_modules.faultsnap.dist.ghost\.cjs:/.test(line))
    assert.is(own.split('\n').length - lines.length, 1, own)
    const expected = bare.stderr.slice(bare.stderr.indexOf('uncaught.cjs:6\n')).split('\n')
    // The one frame takes the place of the tenth.
    assert.equal(lines.filter(line => !/node:internal/.test(line)), expected.filter(line => !/node:internal/.test(line)))
    assert.is(recorded.stdout, bare.stdout)
    assert.is(recorded.code, bare.code)
    assert.match(recorded.stderr, /^── CHAOS REPORT/)
    assert.equal(capsules.map(({ manifest }) => manifest.signal), ['ghost'])
  })

  test(`uninstall() leaves nothing behind, also after ghosts, wraps, captures and contexts (Node ${node.version})`, async () => {
    const { bare, recorded } = await compare('ghost/leaves.cjs', {
      node, preload: [], env: { FAULTSNAP_ENABLED: 'false' }, recordedEnv: { FAULTSNAP_ENABLED: 'true' },
    })
    const { during, differences } = JSON.parse(recorded.stdout.split('\n')[1]!) as { during: unknown[], differences: unknown[] }
    assert.equal(during, ['string', false, 'string', false, 'string', false], 'capsules were written, and differences would be seen')
    assert.equal(differences, [])
    assert.match(bare.stdout, /"differences":\[\]/)
  })
}

test.run()
