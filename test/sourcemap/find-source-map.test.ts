import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { externalMapPath, extractInlineMap } from '../../src/sourcemap/find-source-map'

const MAP = '{"version":3,"names":["é%"]}'
const base64 = `data:application/json;charset=utf-8;base64,${Buffer.from(MAP).toString('base64')}`

test('inline maps are decoded from base64 and from percent encoding', () => {
  assert.is(extractInlineMap(`f()\n//# sourceMappingURL=${base64}\n`).text, MAP)
  assert.is(extractInlineMap(`f()\n//# sourceMappingURL=data:application/json,${encodeURIComponent(MAP)}`).text, MAP)
  assert.is(extractInlineMap(`f()\n//@ sourceMappingURL=${base64}`).text, MAP)
  assert.is(extractInlineMap(`f{}\n/*# sourceMappingURL=${base64} */`).text, MAP)
  assert.is(extractInlineMap('cut text', base64).text, MAP)
})

test('the last comment wins, whatever its kind', () => {
  const other = 'data:application/json,{}'
  assert.is(extractInlineMap(`//# sourceMappingURL=${other}\nf()\n//# sourceMappingURL=${base64}`, other).text, MAP)
  assert.is(extractInlineMap(`//# sourceMappingURL=${base64}\nf()\n//# sourceMappingURL=app.js.map`, base64).text, undefined)
  assert.is(extractInlineMap('f()', 'app.js.map').text, undefined)
  assert.is(extractInlineMap('f()').text, undefined)
  assert.is(extractInlineMap('//# sourceMappingURL=data:broken').text, undefined)
})

test('no inline map stays in the text, and lines stay where they were', () => {
  const { sourceWithoutMap } = extractInlineMap(`a()\n//# sourceMappingURL=${base64}\nb()\n//# sourceMappingURL=${base64}\nc()`)
  assert.is(sourceWithoutMap, 'a()\n\nb()\n\nc()')
  const external = 'a()\n//# sourceMappingURL=app.js.map\n'
  assert.is(extractInlineMap(external).sourceWithoutMap, external)
  const inString = `const x = '//# sourceMappingURL=data:application/json;base64,' + map`
  assert.is(extractInlineMap(inString).sourceWithoutMap, inString)
})

test('external maps are found beside their script, on either platform', () => {
  assert.is(externalMapPath('file:///app/dist/x.js', 'x.js.map'), '/app/dist/x.js.map')
  assert.is(externalMapPath('/app/dist/x.js', '../maps/x%20y.js.map?v=1'), '/app/maps/x y.js.map')
  assert.is(externalMapPath('/app/dist/x.js', '/maps/x.map'), '/maps/x.map')
  assert.is(externalMapPath('/app/dist/c#.js', 'c#.js.map'), '/app/dist/c#.js.map')
  assert.is(externalMapPath('/app/dist/x.js', 'file:///maps/x.map'), '/maps/x.map')
  assert.is(externalMapPath('file:///C:/app/dist/x.js', '../x.js.map'), 'C:\\app\\x.js.map')
  assert.is(externalMapPath('C:\\app\\x.js', 'file:///D:/x.js.map'), 'D:\\x.js.map')
})

test('other schemes, network shares and scripts without a file have no map path', () => {
  for (const url of ['https://x/y.map', 'http://x/y.map', base64, 'ftp://x/y', 'file://server/share/x.map', '//server/x.map',
    '']) {
    assert.is(externalMapPath('/app/x.js', url), undefined, url)
  }
  assert.is(externalMapPath('evalmachine.<anonymous>', 'x.map'), undefined)
  assert.is(externalMapPath('https://x/y.js', 'y.js.map'), undefined)
  assert.is(externalMapPath('\\\\server\\share\\x.js', 'x.js.map'), undefined)
})

test.run()
