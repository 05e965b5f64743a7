// nodes: 22
// Type stripping: errors keep their lines.
import { writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
writeFileSync('typed.ts', 'interface A { a: number }\nfunction failing (a: A): never {\n  throw new Error(`typed ${a.a}`)\n}\nfailing({ a: 1 })\n')
const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', '--experimental-strip-types', 'typed.ts'], { encoding: 'utf8' })
console.log(status, stdout, stderr.replaceAll(/^\[FaultSnap\].*\n/gm, ''))
