import { readFileSync, writeFileSync } from 'node:fs'
import { shortOptionTable, fullOptionTable } from './option-table'
for (const [f, t] of [['README.md', shortOptionTable()], ['docs/configuration.md', fullOptionTable()]] as const) {
  const s = readFileSync(f, 'utf8')
  writeFileSync(f, s.replace(/OPTIONS_TABLE|\| option \|[^]*?(?=\n\n)/, () => t))
}
