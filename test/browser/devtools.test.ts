import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { DebugServer } from '../../cli/debug/serve'
import { recordTill, serveCapsule, type RecordedTill } from '../debug/served'
import { findChromium } from './find-browser'
import { screenshot } from './screenshots'
import { CHROMIUM_ARGUMENTS } from './watched-page'

// Chromium's own developer tools, which it serves at its debugging port, with a crash in them.
const executable = findChromium()
if (executable === undefined) console.log('note: no Chromium or Chrome was found (CHROME_PATH names one), its developer tools were not opened')

let till: RecordedTill
let server: DebugServer
let profile: string
let context: BrowserContext
let page: Page
const problems: string[] = []

test.before(async () => {
  if (executable === undefined) return
  till = await recordTill()
  server = await serveCapsule(till.capsule)
  profile = mkdtempSync(join(tmpdir(), 'faultsnap-chromium-'))
  // The old headless mode has no developer tools; Playwright's own would be it.
  context = await chromium.launchPersistentContext(profile, {
    executablePath: executable, headless: false, viewport: { width: 1400, height: 1400 },
    args: [...CHROMIUM_ARGUMENTS, '--headless=new', '--remote-debugging-port=0', '--remote-allow-origins=*'],
  })
  const [port] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')
  page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', error => problems.push(error.stack ?? error.message))
  await page.goto(`http://127.0.0.1:${port}/devtools/js_app.html?experiments=true&v8only=true&ws=127.0.0.1:${server.port}/${server.target.id}`)
})
test.after(async () => {
  await context?.close()
  server?.close()
  till?.remove()
  if (profile !== undefined) rmSync(profile, { recursive: true, force: true })
})

function inDevTools (title: string, run: () => Promise<void>): void {
  if (executable !== undefined) test(title, run)
}

/** A variable's row in the scope pane. */
const row = (name: string): Locator => page.locator(`[data-object-property-name-for-test="${name}"]`).first()

/** Names and values of all rows that are to be seen, on one line. */
const rows = async (): Promise<string> => (await page.locator('.name-and-value').allInnerTexts()).join('\n').replaceAll(/\s*\n:\s*/g, ': ')

inDevTools('DevTools says that it is paused on the exception, and shows the line, the stack and who awaits', async () => {
  await page.getByText('Paused on exception').waitFor({ timeout: 20_000 })
  assert.match(await page.locator('.call-frame-item').first().innerText(), /pay\s+till\.js:30/)
  const frames = await page.locator('.call-frame-item').allInnerTexts()
  assert.equal(frames.map(text => text.split(/\s/)[0]).filter(name => name !== 'await'), ['pay', 'checkout', 'main'])
  assert.match(await page.locator('.cm-executionLine').first().innerText(), /throw new RangeError/)
})

inDevTools('variables open: private fields, Map entries, long arrays, and what was not recorded with its reason', async () => {
  for (const name of ['till', 'rates', 'many', 'amounts']) await row(name).click({ position: { x: 4, y: 6 } })
  await row('[[NotRecordedElements]]').waitFor()
  await row('[[Entries]]').waitFor()
  await row('49').waitFor()
  const text = await rows()
  for (const shown of [/#cents: 1250/, /password: <masked>/, /0: \{"EUR" => 1\}/, /49: 49/, /length: 140/, /minus: -0/, /big: 12n/, /none: null/,
    /\[\[NotRecordedElements\]\]: <cut: items, 90 more elements not recorded>/]) assert.match(text, shown)
  assert.is(await page.getByText('No properties').count(), 0)
  await screenshot(page, 'devtools-paused')
})

inDevTools('the console evaluates in the frame that is selected', async () => {
  await page.getByRole('tab', { name: 'Console' }).click()
  const prompt = page.locator('.console-prompt-editor-container .cm-content, .cm-content').last()
  await prompt.click()
  await page.keyboard.type('order.lines[0].sku', { delay: 5 })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  const answer = page.locator('.console-user-command-result').last()
  await answer.waitFor({ timeout: 10_000 })
  assert.match(await answer.innerText(), /'MUG'/)
  await screenshot(page, 'devtools-console')
  assert.equal(problems, [])
})

test.run()
