// Writes fixtures/capsules anew: node --import tsx test/capsule/fuzz/write-corpus.ts
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CORPUS } from './corpus-cases'

const folder = join(__dirname, '../../../fixtures/capsules')
mkdirSync(folder, { recursive: true })
const lines = ['# Hostile capsules', '', 'Seeds of the capsule fuzzer, and what it found. `test/capsule/fuzz/corpus.test.ts` replays each through every command;',
  '`test/capsule/fuzz/corpus-cases.ts` made them.', '', '| file | what it is | reading it gives |', '| --- | --- | --- |']
for (const [name, { what, code, make }] of Object.entries(CORPUS)) {
  writeFileSync(join(folder, `${name}.faultsnap`), make())
  lines.push(`| \`${name}.faultsnap\` | ${what} | ${code === '' ? 'the capsule' : `\`${code}\``} |`)
}
writeFileSync(join(folder, 'README.md'), `${lines.join('\n')}\n`)
