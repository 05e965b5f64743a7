import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Writes a source of a capsule to a read-only file in a new folder that only the user can enter, and gives its path. Of the
 * recorded path only the name is used, as far as it is harmless on every file system.
 */
export function extractSource (recorded: string, text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'faultsnap-source-')), fileNameFor(recorded))
  writeFileSync(file, text, { mode: 0o400, flag: 'wx' })
  return file
}

const MAX_NAME_CHARS = 80

/** Keeps the extension, which tells the editor the language. Never hidden, an option, or the name of a device of Windows. */
export function fileNameFor (recorded: string): string {
  const last = recorded.split(/[\\/]/).at(-1)!.replace(/[?#].*$/, '')
  const safe = last.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(-MAX_NAME_CHARS)
    .replace(/[\ud800-\udfff]/g, '_').replace(/\.+$/, '')
  const named = /[\p{L}\p{N}]/u.test(safe) ? safe : 'source'
  const isOdd = /^[.-]/.test(named) || /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(named)
  const prefixed = isOdd ? `_${named}` : named
  return /\.[A-Za-z]+$/.test(prefixed) ? prefixed : `${prefixed}.js`
}
