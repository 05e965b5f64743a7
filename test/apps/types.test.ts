import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { root } from '../e2e/installed'
import { installApp } from '../helpers/install-app'

const app = installApp('types', { isOnlyCompiled: true })

if (app !== undefined) {
  test('the integrations fit the frameworks\' own types', () => {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', join(app.dir, 'tsconfig.json')], { encoding: 'utf8' })
    assert.is(status, 0, stdout)
  })
  test.after(app.remove)
}

test.run()
