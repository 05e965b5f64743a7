import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { localPath, restBelow } from '../../src/program/local-path'

test('a folder of the crashed machine is replaced by the local one, at whole names', () => {
  const cases: [string, string[], string][] = [
    ['/app/src/a.ts', ['/app=/home/me/shop'], '/home/me/shop/src/a.ts'],
    ['/app/src/a.ts', ['/app/=/home/me/shop/'], '/home/me/shop/src/a.ts'],
    ['/application/a.ts', ['/app=/home/me/shop'], '/application/a.ts'],
    ['/app', ['/app=/home/me/shop'], '/home/me/shop'],
    ['/app/a.ts', [], '/app/a.ts'],
    ['/app/a.ts', ['/app=/x=y'], '/x=y/a.ts'],
    ['/app/a.ts', ['=/x', 'nonsense'], '/app/a.ts'],
    ['/srv/a.ts', ['/=/mnt/image'], '/mnt/image/srv/a.ts'],
    ['/app/a.ts', ['/app=/'], '/a.ts'],
    ['/app/odd\\name.ts', ['/app=/x'], '/x/odd\\name.ts'],
    ['webpack://shop/./src/cart.ts', ['webpack://shop/.=/home/me/shop'], '/home/me/shop/src/cart.ts'],
  ]
  for (const [path, map, expected] of cases) assert.is(localPath(path, map), expected, `${path} by ${map}`)
})

test('the longest folder wins, whatever the order', () => {
  const map = ['/app=/a', '/app/vendor=/b', '/app/vend=/c']
  for (const each of [map, [...map].reverse()]) {
    assert.is(localPath('/app/vendor/x.js', each), '/b/x.js')
    assert.is(localPath('/app/src/x.js', each), '/a/src/x.js')
  }
})

test('Windows paths are compared without case and get the slashes of the local folder', () => {
  assert.is(localPath('C:\\Build\\src\\a.ts', ['c:/build=/home/me/shop']), '/home/me/shop/src/a.ts')
  assert.is(localPath('C:\\Build\\src\\a.ts', ['C:\\Build\\=D:\\shop']), 'D:\\shop\\src\\a.ts')
  assert.is(localPath('/app/src/a.ts', ['/app=D:\\shop']), 'D:\\shop\\src\\a.ts')
  assert.is(localPath('\\\\host\\share\\a.ts', ['\\\\host\\share=/mnt/share']), '/mnt/share/a.ts')
  assert.is(localPath('C:\\Builder\\a.ts', ['C:\\Build=D:\\shop']), 'C:\\Builder\\a.ts')
})

test('the rest below a folder is empty for the folder itself, and undefined elsewhere', () => {
  assert.is(restBelow('/srv/shop', '/srv/shop/src/a.ts'), 'src/a.ts')
  assert.is(restBelow('/srv/shop/', '/srv/shop'), '')
  assert.is(restBelow('/srv/shop', '/srv/shopping/a.ts'), undefined)
  assert.is(restBelow('C:\\srv', 'c:/srv/a.ts'), 'a.ts')
  assert.is(restBelow('/', '/a.ts'), 'a.ts')
})

test.run()
