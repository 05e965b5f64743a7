// The programs of transparency/programs/: each in a fresh folder, with what its head asks for.
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..', 'programs')

/**
 * `{ name, flags, env, minNode, about }` of every program, by name. The head of a program is comments: `flags:` for Node, `env:` as
 * `NAME=value`, `nodes:` the first major version of Node that can run it, then what it is about.
 */
export function listPrograms () {
  return readdirSync(folder).sort().map(name => {
    const head = readFileSync(join(folder, name), 'utf8').split('\n').filter((line, index, all) => all.slice(0, index + 1).every(each => each.startsWith('// ')))
    const asked = key => head.find(line => line.startsWith(`// ${key}: `))?.slice(key.length + 5)
    return {
      name, flags: asked('flags')?.split(' ') ?? [], minNode: Number(asked('nodes') ?? 0),
      env: Object.fromEntries((asked('env')?.split(' ') ?? []).map(pair => pair.split('='))), about: head.at(-1)?.slice(3) ?? '',
    }
  })
}

/** The plan of a program for {@link compareCommand}. */
export function planOfProgram ({ name, flags, env }, node) {
  return {
    command: [node, ...flags, name], env, timeoutMs: 600_000,
    prepare () {
      const dir = realpathSync(mkdtempSync(join(tmpdir(), 'transparency-run-')))
      copyFileSync(join(folder, name), join(dir, name))
      return dir
    },
    release: dir => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }),
  }
}
