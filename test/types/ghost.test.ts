import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { root } from '../e2e/installed'
import { installApp } from '../helpers/install-app'

// The declared types of the packed package, as a consumer's compiler reads them.

const app = installApp('decorators')
test.after(() => app?.remove())

const compilers = [['the repository\'s TypeScript', root], ['TypeScript 5', app?.dir ?? '']] as const

for (const [name, dir] of compilers) {
  for (const experimentalDecorators of [false, true]) {
    const [module, moduleResolution] = experimentalDecorators ? ['nodenext', 'nodenext'] : ['esnext', 'bundler']
    test(`ghost() keeps types, ${experimentalDecorators ? 'legacy' : 'standard'} decorators, ${name}, ${moduleResolution}`, () => {
      if (app === undefined) return
      const { status, stdout } = compile(dir, { experimentalDecorators, module, moduleResolution })
      assert.is(status, 0, stdout)
    })
  }
}

test('the type test can fail', () => {
  if (app === undefined) return
  const file = join(app.dir, 'src/types.ts')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace('const text: string = watched', 'const text: boolean = watched'))
  try {
    const { status, stdout } = compile(root, { experimentalDecorators: false, module: 'esnext', moduleResolution: 'bundler' })
    assert.is.not(status, 0)
    assert.match(stdout, /types\.ts\(\d+,7\): error TS2322: Type 'string' is not assignable to type 'boolean'/)
  } finally {
    writeFileSync(file, text)
  }
})

function compile (compilerDir: string, options: object): { status: number | null, stdout: string } {
  const config = join(app!.dir, 'tsconfig.json')
  writeFileSync(config, JSON.stringify({
    compilerOptions: {
      target: 'es2022', strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true,
      types: ['node'], typeRoots: [join(root, 'node_modules/@types')], ...options,
    },
    files: [join(app!.dir, 'src/types.ts')],
  }))
  return spawnSync(process.execPath, [join(compilerDir, 'node_modules/typescript/bin/tsc'), '-p', config], { encoding: 'utf8' })
}

test.run()
