import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'

test('the program\'s own code, with or without a file, is in the app', () => {
  for (const file of [
    '/srv/shop/app.js', 'C:\\shop\\app.js', '/srv/my_node_modules/app.js', '/srv/node_modules.js', '', '[eval]', '[stdin]',
      '[worker eval]',
    'evalmachine.<anonymous>', 'plugin.js', 'webpack://shop/./src/app.ts', 'data:text/javascript,1', '/node:x/app.js',
      'native/app.js', 'node/x.js',
  ]) assert.is(isInApp(file), true, file)
})

test('Node, V8, WebAssembly, bundler runtimes and dependencies are not', () => {
  for (const file of [
    'node:fs', 'node:internal/modules/cjs/loader', 'wasm://wasm/0c0c0c', '[eval]-wrapper',
      '/srv/shop/node_modules/express/index.js',
    'C:\\shop\\node_modules\\express\\index.js', 'node_modules/x.js', 'webpack://shop/./node_modules/a/b.js',
      'webpack://shop/webpack/bootstrap',
    '/p/node_modules/.pnpm/express@5.1.0/node_modules/express/index.js', 'native',
  ]) assert.is(isInApp(file), false, file)
})

test('file URLs become paths as Node makes them', () => {
  for (const url of ['file:///srv/app.js', 'file:///srv/a%20b/%C3%A9%23.mjs', 'file:///srv/a.mjs?v=1#x',
    'file:///srv/a+b%25.js']) {
    assert.is(fileOfUrl(url), fileURLToPath(url, { windows: false } as never))
  }
  assert.is(fileOfUrl('file:///C:/a%20b/x.js'), 'C:\\a b\\x.js')
  assert.is(fileOfUrl('file://server/share/x.js'), '\\\\server\\share\\x.js')
})

test('what is no file URL stays, and a broken escape is left alone', () => {
  for (const url of ['', 'node:fs', '/a/b.js', 'C:\\x.js', 'evalmachine.<anonymous>', 'https://x/y.js']) assert.is(fileOfUrl(url),
    url)
  assert.is(fileOfUrl('file:///a%2/x.js'), '/a%2/x.js')
})

test.run()
