import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { editorLink, isEditorTemplate } from '../../src/report/editor-link'

const VSCODE = 'vscode://file/{path}:{line}:{column}'
const place = (file: string) => ({ file, line: 41, column: 7 })

test('a link holds path, line and column, and one slash where two would meet', () => {
  assert.is(editorLink(VSCODE, [], place('/srv/shop/app.js')), 'vscode://file/srv/shop/app.js:41:7')
  assert.is(editorLink('idea://open?file={path}&line={line}', [], place('/srv/app.js')), 'idea://open?file=/srv/app.js&line=41')
  assert.is(editorLink(VSCODE, [], { file: '/a.js', line: 0, column: NaN }), 'vscode://file/a.js:1:1')
})

test('what a URL would read as syntax is encoded', () => {
  assert.is(editorLink(VSCODE, [], place('/srv/a b/#1?&%/{line}.js')), 'vscode://file/srv/a%20b/%231%3F%26%25/%7Bline%7D.js:41:7')
})

test('drives keep their colon, backslashes become slashes', () => {
  assert.is(editorLink(VSCODE, [], place('C:\\shop\\app.js')), 'vscode://file/C:/shop/app.js:41:7')
})

test('folders of the crashed machine lead to the reader\'s', () => {
  assert.is(editorLink(VSCODE, ['/app=/home/me/shop'], place('/app/a.js')), 'vscode://file/home/me/shop/a.js:41:7')
})

test('what is no file on a disk has no link', () => {
  for (const file of ['node:fs', '', 'webpack://shop/a.js', 'evalmachine.<anonymous>', 'javascript:alert(1)', '/srv/\ud800.js']) {
    assert.is(editorLink(VSCODE, [], place(file)), undefined, file)
  }
})

test('a template that could run a script, or leave the machine, is none', () => {
  for (const template of ['javascript:alert("{path}")', 'JavaScript:{path}', 'data:text/html,{path}', 'https://evil.example/?{path}',
    'http://localhost.evil.example/{path}', 'file:///{path}', 'vscode://file', 'vscode://{path} x', ' vscode://{path}', '']) {
    assert.is(isEditorTemplate(template), false, template)
    assert.is(editorLink(template, [], place('/a.js')), undefined, template)
  }
  for (const template of [VSCODE, 'http://localhost:63342/api/file{path}:{line}', 'x-editor:{path}']) {
    assert.is(isEditorTemplate(template), true, template)
  }
})

test.run()
