import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScopeRecord } from '../../src/model'

export interface Recorded {
  exitCode: number | null
  frames: {
    function: string, lineNumber0: number, columnNumber0: number, isAsync: boolean
    functionLocation?: { lineNumber0: number, columnNumber0: number }
  }[]
  exit?: { lineNumber0: number, columnNumber0: number }
  scopes: ScopeRecord[][]
}

/** Runs a program under `record-throw.cjs`. ES modules are told by their first line, which is `// module`. */
export function runProgram (source: string, node = process.execPath): Recorded {
  const dir = mkdtempSync(join(tmpdir(), 'faultsnap-syntax-'))
  try {
    const file = join(dir, source.startsWith('// module') ? 'program.mjs' : 'program.cjs')
    writeFileSync(file, source)
    const run = spawnSync(node, ['--require', join(import.meta.dirname, 'record-throw.cjs'), file], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'], encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' },
    })
    const output = run.output[3]
    if (!output) throw new Error(`the program left no record: ${run.stderr}`)
    return { ...JSON.parse(output) as Recorded, exitCode: run.status }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
