import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { BundledCli } from '../../helpers/bundled-cli'
import { crashDocument, crashRecord, frame, writeCapsule, writeShopCapsule } from '../../helpers/crash-record'
import { UNSAFE, writeHostileCapsule } from '../../helpers/hostile-capsule'

let cli: BundledCli
let file: string
test.before(async () => {
  cli = new BundledCli()
  file = await writeShopCapsule(cli.dir)
})
test.after(() => cli.remove())

/** A program that writes its arguments, one per line, to `arguments`. */
function fakeEditor (name: string, ending = ''): string {
  const path = join(cli.dir, name)
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" > '${join(cli.dir, 'arguments')}'\n${ending}\n`)
  chmodSync(path, 0o755)
  return path
}
const given = (): string[] => readFileSync(join(cli.dir, 'arguments'), 'utf8').trimEnd().split('\n')

function put (path: string, text = 'x\n'): string {
  mkdirSync(dirname(join(cli.dir, path)), { recursive: true })
  writeFileSync(join(cli.dir, path), text)
  return join(cli.dir, path)
}

/** `open` without the editors of this machine's environment. */
const open = (args: string[], env: Record<string, string> = {}) =>
  cli.run(['open', ...args], { env: { LAUNCH_EDITOR: '', VISUAL: '', EDITOR: '', ...env } })

const SOURCE_LINE = '    for (const item of this.items) sum += item.price.amount'

test('gives the editor the failing line: the file that lies where pathMap says, else below the project here', () => {
  const local = put('project/src/basket.ts', `1\n2\n3\n${SOURCE_LINE}\n`)
  const env = { FAULTSNAP_EDITOR: fakeEditor('some-editor') }
  const mapped = open([file], { ...env, FAULTSNAP_PATH_MAP: `/srv/shop=${join(cli.dir, 'project')}` })
  assert.equal([mapped.code, mapped.stdout, mapped.stderr], [0, '', ''])
  assert.equal(given(), [local, '4', '51'])
  const below = cli.run(['open', file, '--print'], { cwd: join(cli.dir, 'project') })
  assert.equal([below.code, below.stdout, below.stderr], [0, `${local}:4:51\n`, ''])
  assert.equal(JSON.parse(cli.run(['open', file, '--json'], { cwd: join(cli.dir, 'project') }).stdout),
    { frame: 0, file: local, line: 4, column: 51, recorded: '/srv/shop/src/basket.ts', origin: 'project' })
})

test('says when the file has changed since', () => {
  const local = put('changed/src/basket.ts', '1\n2\n3\nother\n')
  const { code, stderr } = open([file, '--print'], { FAULTSNAP_PATH_MAP: `/srv/shop=${join(cli.dir, 'changed')}` })
  assert.equal([code, stderr], [0, `${local} has changed since the crash: line 4 was "${SOURCE_LINE.trim()}"\n`])
})

test('opens the recorded source where the file is not on this machine, read-only and for the user alone', () => {
  const { code, stderr } = open([file], { FAULTSNAP_EDITOR: fakeEditor('some-editor') })
  assert.is(code, 0)
  assert.is(stderr, '/srv/shop/src/basket.ts is not on this machine: this is the recorded source, secrets masked, read-only\n')
  const [path, line, column] = given()
  assert.equal([line, column], ['4', '51'])
  assert.match(path!, /faultsnap-source-\w+[\\/]basket\.ts$/)
  assert.ok(readFileSync(path!, 'utf8').includes(SOURCE_LINE))
  if (process.platform !== 'win32') {
    assert.equal([statSync(path!).mode & 0o777, statSync(dirname(path!)).mode & 0o777], [0o400, 0o700])
  }
  rmSync(dirname(path!), { recursive: true, force: true })
})

test('picks a frame by :N or --frame, and says what cannot be', () => {
  const map = { FAULTSNAP_PATH_MAP: `/srv/shop=${join(cli.dir, 'other')}` }
  const app = put('other/dist/app.js')
  assert.is(open([`${file}:1`, '--print'], map).stdout, `${app}:10:3\n`)
  assert.is(open([file, '--frame', '3', '--print'], map).stdout, `${app}:21:5\n`)
  const lost = open([`${file}:2`, '--print'], map)
  assert.equal([lost.code, lost.stdout], [1, ''])
  assert.is(lost.stderr,
    'faultsnap: The source of frame 2, emit of node:events, is neither on this machine nor in the capsule. ' +
    'It is no file of the program.\n')
  assert.is(open([`${file}:1`]).code, 1)
  assert.match(open([`${file}:1`]).stderr, /option pathMap, "recorded=local"/)
  assert.equal([open([`${file}:9`]).code, open([`${file}:1`, '--frame', '0']).code], [2, 2])
  assert.is(open([`${file}:1`, '--frame', '1', '--print'], map).code, 0)
})

test('takes the first of FAULTSNAP_EDITOR, LAUNCH_EDITOR, VISUAL and EDITOR, with its arguments', () => {
  const local = put('order/src/basket.ts')
  const map = { FAULTSNAP_PATH_MAP: `/srv/shop=${join(cli.dir, 'order')}` }
  const editor = fakeEditor('an editor')
  const names = ['EDITOR', 'VISUAL', 'LAUNCH_EDITOR', 'FAULTSNAP_EDITOR']
  for (const [index, name] of names.entries()) {
    const env = Object.fromEntries(names.slice(0, index + 1).map(each => [each, `'${editor}' --named-by ${each}`]))
    assert.is(open([file], { ...map, ...env }).code, 0)
    // Only the first two mean an editor that is given a line; what others do with one is not known.
    assert.equal(given(), ['--named-by', name, local, ...(index > 1 ? ['4', '51'] : [])])
  }
  assert.is(open([file], { ...map, EDITOR: editor }).code, 0, 'a path with a space in it')
})

test('runs no shell: what a variable or a path holds is text', () => {
  const trap = join(cli.dir, 'trapped')
  const tree = `$(touch ${join(cli.dir, 'trapped')}); touch trapped`
  const local = put(`${tree.replaceAll('/', '_')}/src/basket.ts`)
  const map = { FAULTSNAP_PATH_MAP: `/srv/shop=${dirname(dirname(local))}` }
  assert.is(open([file], { ...map, FAULTSNAP_EDITOR: fakeEditor('some-editor') }).code, 0)
  assert.equal(given(), [local, '4', '51'])
  const refused = open([file], { ...map, FAULTSNAP_EDITOR: `true; touch ${trap}` })
  assert.is(refused.code, 1)
  assert.match(refused.stderr, /^faultsnap: FAULTSNAP_EDITOR is no command that can be started without a shell/m)
  assert.not.ok(existsSync(trap))
})

test('an editor that cannot be started, fails or needs a terminal is one line with the place, and code 1', () => {
  const local = put('fails/src/basket.ts')
  const map = { FAULTSNAP_PATH_MAP: `/srv/shop=${join(cli.dir, 'fails')}` }
  const lines = [
    ['/nowhere/editor', 'Cannot start the editor /nowhere/editor: there is no such command. ' +
      'Set FAULTSNAP_EDITOR, VISUAL or EDITOR. ' +
      `The place is ${local}:4`],
    [fakeEditor('broken', 'exit 7'), `${join(cli.dir, 'broken')} ended with 7. The place is ${local}:4`],
    ['vim', `vim needs a terminal. The place is ${local}:4`],
  ]
  for (const [editor, line] of lines) {
    const { code, stdout, stderr } = open([file], { ...map, FAULTSNAP_EDITOR: editor! })
    assert.equal([code, stdout], [1, ''])
    assert.ok(stderr.endsWith(`faultsnap: ${line}\n`), stderr)
  }
})

test('a path of a capsule is only ever the name of a regular file', async () => {
  const paths = ['/dev/tty', '--help', '-c evil', '../../../../etc/passwd', cli.dir, '\\\\evil.example\\share\\a.js', '']
  for (const [index, path] of paths.entries()) {
    const odd = await writeCapsule(join(cli.dir, `odd${index}.faultsnap`),
      crashRecord(crashDocument([frame({ function: 'f', file: path })])))
    const { code, stdout, stderr } = open([odd], { FAULTSNAP_EDITOR: fakeEditor('some-editor') })
    assert.equal([path, code, stdout], [path, 1, ''])
    assert.match(stderr, /^faultsnap: The source of frame 0/)
  }
})

test('prints hostile paths as text', async () => {
  const { code, stdout, stderr } = open([await writeHostileCapsule(cli.dir), '--print'])
  assert.is(code, 0)
  for (const text of [stdout, stderr]) assert.not.match(text.replace(/\n$/, ''), UNSAFE)
  rmSync(dirname(stdout.replace(/:\d+:\d+\n$/, '')), { recursive: true, force: true })
})

test('a symbolic link at the place is followed to a file, and to nothing else', () => {
  put('linked/src/real.ts')
  symlinkSync('real.ts', join(cli.dir, 'linked/src/basket.ts'))
  const { stdout } = open([file, '--print'], { FAULTSNAP_PATH_MAP: `/srv/shop=${join(cli.dir, 'linked')}` })
  assert.is(stdout, `${join(cli.dir, 'linked/src/basket.ts')}:4:51\n`)
})

test.run()
