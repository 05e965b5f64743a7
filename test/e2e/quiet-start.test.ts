import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nodes } from './nodes'
import { root } from './installed'

// What a preload makes Node do before the program's first line.

const SCRIPT = 'require("fs").writeSync(1, JSON.stringify({ loaded: process.moduleLoadList, active: process.getActiveResourcesInfo() }))'
const floor = join(root, 'bench', 'floor.cjs')
const register = join(root, 'dist', 'register.cjs')

interface Start { loaded: string[], active: string[] }

function startWith (node: string, preload: string): Start {
  const { stdout, stderr, status } = spawnSync(node, ['-r', preload, '-e', SCRIPT], { encoding: 'utf8', env: { PATH: process.env.PATH ?? '' } })
  assert.is(status, 0, stderr)
  return JSON.parse(stdout) as Start
}

for (const { version, path } of nodes) {
  test(`of Node's modules only vm is loaded besides those of an inspector session, and no stream is made (Node ${version})`, () => {
    const known = new Set(startWith(path, floor).loaded)
    const { loaded, active } = startWith(path, register)
    assert.equal(loaded.filter(name => !known.has(name)), ['NativeModule vm'])
    assert.equal(active, [])
  })
}

test.run()
