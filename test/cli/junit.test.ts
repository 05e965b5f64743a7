import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { attachCapsules, attachToFile } from '../../cli/run/junit'
import type { LoggedCrash } from '../../cli/run/run-log'

const failed = (name: string, file = '/w/cart.test.js', id = name): LoggedCrash =>
  ({ id, file: `/w/FaultSnaps/${id}.faultsnap`, type: 'Error', message: 'x', pid: 1, signal: 'test', test: { name, file, runner: 'jest' } })

const ATTACHED = /<testcase[^>]*name="([^"]*)"(?:(?!<testcase)[^])*?\[\[ATTACHMENT\|([^\]]*)\]\]/g
const attached = (xml: string): string[] => [...xml.matchAll(ATTACHED)].map(([, name, file]) => `${name}: ${file!.split('/').pop()}`)

test('capsules are attached as Vitest, Jest, Mocha and node:test name their cases', () => {
  for (const xml of [
    '<testsuites><testsuite name="cart.test.js"><testcase classname="cart.test.js" name="cart &gt; adds"><failure>x</failure></testcase></testsuite></testsuites>',
    '<testsuite name="cart"><testcase classname="cart adds" name="cart adds" time="1"><failure>x</failure></testcase></testsuite>',
    '<testsuite name="Mocha Tests"><testcase classname="adds" name="cart adds"><failure/></testcase></testsuite>',
    '<testsuites><testsuite name="cart"><testcase name="adds" classname="test"><failure>x</failure></testcase></testsuite></testsuites>',
    "<testsuite name='cart'><testcase name='adds' ><error>x</error></testcase></testsuite>".replaceAll("'", '"'),
  ]) {
    const result = attachCapsules(xml, [failed('cart > adds', undefined, 'a'), failed('cart > other', undefined, 'b')])
    assert.is(attached(result).length, 1, xml)
    assert.match(result, '<system-out>[[ATTACHMENT|/w/FaultSnaps/a.faultsnap]]</system-out>')
    assert.is(result.replace(/<system-out>.*<\/system-out>\n/, ''), xml, 'all else as it was')
  }
})

test('the file tells two tests of one name apart, and all attempts of one are attached', () => {
  const xml = ['a', 'b'].map(file => `<testsuite name="${file}.test.js"><testcase classname="${file}.test.js" name="adds"><failure>x</failure></testcase></testsuite>`).join('')
  const tests = [failed('adds', '/w/b.test.js', 'b1'), failed('adds', '/w/a.test.js', 'a1'), failed('adds', '/w/b.test.js', 'b2')]
  assert.match(attachCapsules(xml, tests), /a1\.faultsnap\]\]<\/system-out>[^]*b1\.faultsnap\]\]\n\[\[ATTACHMENT\|[^|]*b2/)
})

test('what a case printed stays before it, and passed cases, comments and CDATA are left alone', () => {
  const xml = `<?xml version="1.0"?><testsuite name="s"><!-- <testcase name="adds"><failure/></testcase> -->
<testcase name="passes"/><testcase name="adds"><system-out><![CDATA[</system-out><testcase name="adds">]]></system-out><failure message="a > b">x</failure></testcase>
<testcase name="adds"><skipped/></testcase></testsuite>`
  const result = attachCapsules(xml, [failed('adds')])
  assert.is(result.match(/ATTACHMENT/g)?.length, 1)
  assert.match(result, ']]>\n[[ATTACHMENT|/w/FaultSnaps/adds.faultsnap]]\n</system-out>')
  assert.is(attachCapsules(xml, [failed('other')]), xml)
})

test('a path is escaped, and broken XML is left as it is', () => {
  const crash = { ...failed('adds'), file: '/w/a&b<c>.faultsnap' }
  assert.match(attachCapsules('<testcase name="adds"><failure/></testcase>', [crash]), 'a&amp;b&lt;c&gt;.faultsnap')
  for (const broken of ['', '<', '<testcase name="adds"><failure/>', '<testcase name=', '</testcase>']) assert.is(attachCapsules(broken, [crash]), broken)
})

test('a file is changed in place; one that is not there is told', () => {
  const dir = mkdtempSync(join(tmpdir(), 'faultsnap-junit-'))
  try {
    writeFileSync(join(dir, 'junit.xml'), '<testcase name="adds"><failure/></testcase>')
    assert.is(attachToFile('junit.xml', [failed('adds')], dir), undefined)
    assert.match(readFileSync(join(dir, 'junit.xml'), 'utf8'), 'ATTACHMENT')
    assert.match(attachToFile('none.xml', [failed('adds')], dir)!, 'no such file')
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test.run()
