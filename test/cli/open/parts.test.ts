import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { editorArguments, needsTerminal } from '../../../cli/open/editor'
import { fileNameFor } from '../../../cli/open/extract-source'
import { findLocalFile } from '../../../cli/open/find-local-file'
import { splitFrame } from '../../../cli/open/frame-reference'
import { browserCommand } from '../../../cli/open/start-browser'

test('the frame of a reference is what follows its last colon, if that is a number and no drive', () => {
  const of = (text: string, exists = false) => splitFrame(text, '/', () => exists)
  assert.equal(of('latest'), { file: 'latest' })
  assert.equal(of('latest:2'), { file: 'latest', frame: '2' })
  assert.equal(of('1eaee423:0'), { file: '1eaee423', frame: '0' })
  assert.equal(of('C:\\crashes\\a.faultsnap'), { file: 'C:\\crashes\\a.faultsnap' })
  assert.equal(of('C:\\crashes\\a.faultsnap:3'), { file: 'C:\\crashes\\a.faultsnap', frame: '3' })
  assert.equal(of('C:3'), { file: 'C:3' })
  assert.equal(of('a:b:12'), { file: 'a:b', frame: '12' })
  assert.equal(of('latest:'), { file: 'latest:' })
  assert.equal(of('latest:x'), { file: 'latest:x' })
  assert.equal(of('odd:2', true), { file: 'odd:2' }, 'a file of that name')
})

test('editors are told the line in their own way', () => {
  const place = { file: '/a b.ts', line: 12, column: 27 }
  const of = (command: string, isNamedForUs = false): string[] => editorArguments({ command, args: [], isNamedForUs }, place)
  assert.equal(of('vim'), ['+call cursor(12, 27)', '/a b.ts'])
  assert.equal(of('/usr/bin/nvim'), ['+call cursor(12, 27)', '/a b.ts'])
  assert.equal(of('nano'), ['+12,27', '/a b.ts'])
  assert.equal(of('vi'), ['+12', '/a b.ts'])
  assert.equal(of('hx'), ['/a b.ts:12:27'])
  assert.equal(of('emacsclient'), ['+12:27', '/a b.ts'])
  assert.equal(of('code'), ['-r', '-g', '/a b.ts:12:27'])
  assert.equal(of('C:\\Tools\\nvim.exe'), ['+call cursor(12, 27)', '/a b.ts'])
  assert.equal(of('webstorm'), ['--line', '12', '--column', '27', '/a b.ts'])
  assert.equal(of('unknown'), ['/a b.ts'])
  assert.equal(of('unknown', true), ['/a b.ts', '12', '27'])
  assert.equal(editorArguments({ command: 'nano', args: ['-l'], isNamedForUs: true }, { file: '/a', line: 0, column: 0 }),
    ['-l', '/a'])
})

test('editors of the terminal are known', () => {
  const of = (command: string, ...args: string[]): boolean => needsTerminal({ command, args, isNamedForUs: false })
  assert.equal([of('vim'), of('/usr/bin/nano'), of('emacs', '-nw'), of('emacsclient', '-t')], [true, true, true, true])
  assert.equal([of('code'), of('emacs'), of('gvim'), of('/opt/vim/subl')], [false, false, false, false])
})

test('a recorded source is named after its file as far as that is harmless', () => {
  const cases: [string, string][] = [
    ['/srv/shop/src/basket.ts', 'basket.ts'], ['C:\\shop\\app.mjs', 'app.mjs'], ['webpack://shop/./src/Größe.tsx?3f2a',
      'Größe.tsx'],
    ['', 'source.js'], ['/srv/..', 'source.js'], ['/srv/.vimrc', '_.vimrc'], ['/srv/-rf.js', '_-rf.js'], ['/x/con.js', '_con.js'],
    ['/x/a b;$(c)\u001b\u202e.js', 'a_b_c_.js'], ['/x/evalmachine.<anonymous>', 'evalmachine._anonymous_.js'],
      [`/x/${'a'.repeat(300)}.ts`, `${'a'.repeat(77)}.ts`],
  ]
  for (const [path, name] of cases) assert.is(fileNameFor(path), name, path)
})

test('a file is looked for by the path map, then where it was, then below the project', () => {
  const process = { cwd: '/srv/run', package: { name: 'shop', dir: '/srv/shop' } }
  const find = (path: string, files: string[], pathMap: string[] = []) =>
    findLocalFile(path, { cwd: '/nowhere/here', pathMap, process, isFile: each => files.includes(each) })
  const all = ['/home/me/src/a.ts', '/srv/shop/src/a.ts', '/nowhere/here/src/a.ts']
  assert.equal(find('/srv/shop/src/a.ts', all, ['/srv/shop=/home/me']), { file: '/home/me/src/a.ts', by: 'map' })
  assert.equal(find('/srv/shop/src/a.ts', all.slice(1), ['/srv/shop=/home/me']), { file: '/srv/shop/src/a.ts', by: 'path' })
  assert.equal(find('/srv/shop/src/a.ts', all.slice(2)), { file: '/nowhere/here/src/a.ts', by: 'project' })
  assert.equal(find('/srv/run/src/a.ts', all.slice(2)), { file: '/nowhere/here/src/a.ts', by: 'project' })
  assert.equal(find('webpack://shop/./src/a.ts', all), { file: '/nowhere/here/src/a.ts', by: 'project' })
  assert.equal(find('/elsewhere/src/a.ts', all.slice(1)), undefined)
  assert.equal(find('/srv/shop/../../etc/passwd', ['/nowhere/here/../../etc/passwd', '/etc/passwd']), undefined)
  assert.equal(find('src/a.ts', all), undefined, 'a relative path says nothing')
})

test('a Windows path is found below the project on any system', () => {
  const process = { cwd: 'C:\\srv\\shop' }
  assert.equal(findLocalFile('c:\\srv\\shop\\src\\a.ts', { cwd: '/nowhere', pathMap: [], process,
    isFile: each => /nowhere.src.a\.ts$/.test(each) })?.by, 'project')
})

test('browsers are started without a shell', () => {
  assert.equal(browserCommand('/a b.html', {}, 'linux'), ['xdg-open', '/a b.html'])
  assert.equal(browserCommand('/a b.html', {}, 'darwin'), ['open', '/a b.html'])
  const [program, ...args] = browserCommand('/a & b.html', { SystemRoot: 'C:\\Windows' }, 'win32')
  assert.match(program!, /rundll32\.exe$/)
  assert.equal(args, ['url.dll,FileProtocolHandler', args[1]])
  assert.match(args[1]!, /^file:\/\/\/.*a%20&%20b\.html$/)
})

test.run()
