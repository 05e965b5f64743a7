/// <reference lib="dom" />
import type { Browser } from 'playwright-core'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Capsule } from '../../src/capsule/read'
import { axeFindings } from './axe'
import { findChromium } from './find-browser'
import { expandAll, filter, overflow, textOf } from './page-actions'
import { CRASHES, tenThousandObjects } from './many-crashes'
import { recordCrash } from './recorded-crashes'
import { ReportFolder } from './report-file'
import { screenshot } from './screenshots'
import { launchChromium, openFile } from './watched-page'

const executable = findChromium()
if (executable === undefined) console.log('note: no Chromium or Chrome was found (CHROME_PATH names one), reports of other crashes were not opened')

let folder: ReportFolder
let browser: Browser
test.before(async () => {
  folder = new ReportFolder()
  if (executable !== undefined) browser = await launchChromium(executable)
})
test.after(async () => {
  await browser?.close()
  folder.remove()
})

for (const { name, program, check } of CRASHES) {
  test(`the report of ${name} is quiet, accessible and fits into a phone`, async () => {
    const capsule = await recordCrash(folder.dir, program)
    const { file, bytes } = await folder.write(name, capsule)
    assert.ok(bytes < 1_500_000, `${bytes} bytes`)
    if (executable === undefined) return
    const { page, problems, close } = await openFile(browser, file)
    try {
      assert.ok((await textOf(page, 'h1')).startsWith(capsule.crash.exception.type))
      assert.is(await page.locator('.frame').count(), capsule.crash.frames.length)
      await check?.(page, capsule)
      await screenshot(page, name)
      await expandAll(page, 60)
      assert.equal(await axeFindings(page), [])
      await page.setViewportSize({ width: 360, height: 740 })
      assert.equal(await overflow(page), [])
      await screenshot(page, `${name}-phone`)
      assert.equal(problems, [])
    } finally {
      await close()
    }
  })
}

test('a report of 10,000 objects opens, and its filter answers', async () => {
  const capsule: Capsule = await tenThousandObjects(folder.dir)
  assert.is(capsule.crash.nodes.length, 10_000)
  const { file, bytes } = await folder.write('ten-thousand', capsule)
  if (executable === undefined) return
  const startedAt = performance.now()
  const { page, problems, close } = await openFile(browser, file)
  try {
    const readyAt = performance.now()
    assert.match(await filter(page, 'needle 7777'), /^1 of 1 hit in 1 frame$/)
    assert.match(await textOf(page, '.current-hit'), /needle 7777/)
    const foundAt = performance.now()
    await page.keyboard.press('Escape')
    await expandAll(page, 200)
    const [ready, found, opened] = [readyAt - startedAt, foundAt - readyAt, performance.now() - foundAt].map(Math.round)
    console.log(`10,000 objects, ${Math.round(bytes / 1_000)} kB: ready after ${ready} ms, found after ${found} ms, 200 rows after ${opened} ms`)
    assert.ok(ready! < 5_000 && found! < 5_000, `ready after ${ready} ms, found after ${found} ms`)
    assert.equal(problems, [])
  } finally {
    await close()
  }
})

test.run()
