import { delimiter, join, resolve } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { windowsTarget } from '../../cli/run/windows-command'

const cwd = resolve('work')
const bin = resolve('bin')
const shims = join(cwd, 'node_modules', '.bin')
const target = (command: string, args: string[], files: string[]) => windowsTarget(command, args, {
  cwd,
  env: { Path: [bin, shims].join(delimiter), PathExt: '.EXE;.CMD', ComSpec: 'C:\\cmd.exe' },
  exists: path => files.includes(path),
})

test('starts an .exe itself, with its arguments as they are', () => {
  const file = join(bin, 'node.exe')
  assert.equal(target('node', ['-e', 'a "b" & c'], [file]), { file, args: ['-e', 'a "b" & c'], isVerbatim: false })
  assert.equal(target('node.exe', [], [file])?.file, file)
})

test('looks in the working directory first, then along Path, in the order of PathExt', () => {
  const files = ['x.cmd', 'x.exe'].map(name => join(bin, name))
  assert.is(target('x', [], files)?.file, files[1])
  const local = join(cwd, 'x.exe')
  assert.is(target('x', [], [...files, local])?.file, local)
  assert.is(target(`.${process.platform === 'win32' ? '\\' : '/'}x`, [], [...files, local])?.file, local)
  assert.is(target('nope', [], files), undefined)
  assert.is(target('x.ps1', [], files), undefined)
})

test('hands a .cmd to cmd.exe as one line in which nothing is left to interpret', () => {
  const line = (args: string[]) => target('npm', args, [join(bin, 'npm.cmd')])?.args
  const file = join(bin, 'npm.cmd').replace(/[()\][%!^"`<>&|;, *?]/g, '^$&')
  assert.equal(target('npm', [], [join(bin, 'npm.cmd')]),
    { file: 'C:\\cmd.exe', args: ['/d', '/s', '/c', `"${file}"`], isVerbatim: true })
  assert.equal(line(['start']), ['/d', '/s', '/c', `"${file} ^"start^""`])
  assert.equal(line(['a b&c']), ['/d', '/s', '/c', `"${file} ^"a^ b^&c^""`])
  assert.equal(line(['say "hi"']), ['/d', '/s', '/c', `"${file} ^"say^ \\^"hi\\^"^""`])
  assert.equal(line(['dir\\']), ['/d', '/s', '/c', `"${file} ^"dir\\\\^""`])
  assert.equal(line(['%PATH%']), ['/d', '/s', '/c', `"${file} ^"^%PATH^%^""`])
})

test('escapes twice for the shims of node_modules/.bin, which pass their arguments on', () => {
  const file = join(shims, 'vite.cmd')
  const escaped = file.replace(/[()\][%!^"`<>&|;, *?]/g, '^$&')
  assert.equal(target('vite', ['a b'], [file])?.args.at(-1), `"${escaped} ^^^"a^^^ b^^^""`)
})

test.run()
