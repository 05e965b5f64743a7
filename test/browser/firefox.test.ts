/// <reference lib="dom" />
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { DemoShop } from '../helpers/demo-shop'
import { findFirefox } from './find-browser'

// The demo's report in a real Firefox, through WebDriver BiDi: what another engine could understand otherwise.
const executablePath = findFirefox()
if (executablePath === undefined) console.log('note: no Firefox was found (FIREFOX_PATH names one), the report was not opened in it')

let shop: DemoShop
let browser: Browser | undefined
let page: Page
const problems: string[] = []

test.before(async () => {
  if (executablePath === undefined) return
  shop = new DemoShop()
  browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true })
  page = await browser.newPage()
  page.on('console', message => { if (message.type() !== 'log') problems.push(`console ${message.type()}: ${message.text()}`) })
  page.on('pageerror', error => problems.push(`error: ${String(error)}`))
  // Firefox reports a font of its own, given as data, as a request of the page.
  page.on('request', request => { if (!/^(?:file|data):/.test(request.url())) problems.push(`request: ${request.url()}`) })
  await page.setViewport({ width: 1280, height: 900 })
  await page.goto(pathToFileURL(join(shop.dir, 'FaultSnaps/latest/latest.html')).href)
  await page.waitForSelector('html[data-ready]')
})
test.after(async () => {
  await browser?.close()
  shop?.remove()
})

const text = async (selector: string): Promise<string> => await page.$eval(selector, each => (each as HTMLElement).innerText.trim())

function inFirefox (title: string, run: () => Promise<void>): void {
  if (executablePath !== undefined) test(title, run)
}

inFirefox('the page says what broke and why', async () => {
  assert.match(await text('h1'), 'RangeError')
  assert.match(await text('.message'), 'No volume discount for 211 items')
  assert.match(await text('.culprit-summary'), 'tier is undefined')
  assert.match(await text('#frame-0'), 'itemCount')
})

inFirefox('its own script and style run, and nothing is refused or asked for', async () => {
  assert.is(await page.$eval('main section', each => getComputedStyle(each).borderTopLeftRadius), '12px')
  assert.equal(problems, [])
})

inFirefox('the filter counts and marks its hits', async () => {
  await page.type('#search input[type=search]', 'TEA-EARL')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => /\d/.test(document.querySelector('#search [role=status]')?.textContent ?? ''))
  assert.match(await text('#search [role=status]'), /[1-9]/)
  assert.ok(await page.$$eval('mark', marks => marks.length) > 0)
  await page.keyboard.press('Escape')
})

inFirefox('frames fold, open by keys, and the graph leads to them', async () => {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press('j')
  assert.ok(await page.evaluate(() => document.activeElement?.closest('.frame') !== null))
  await page.$eval('#path svg a[href="#frame-2"]', link => link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })))
  await page.waitForFunction(() => (document.querySelector('#frame-2') as HTMLDetailsElement).open)
})

inFirefox('it fits a phone', async () => {
  await page.setViewport({ width: 360, height: 740 })
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return { scrollWidth, clientWidth }
  })
  assert.ok(scrollWidth <= clientWidth, `${scrollWidth} > ${clientWidth}`)
  assert.equal(problems, [])
})

test.run()
