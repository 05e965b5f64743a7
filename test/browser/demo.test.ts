/// <reference lib="dom" />
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule, type Capsule } from '../../src/capsule/read'
import { executionPath } from '../../src/execution-path/execution-path'
import { toMermaid } from '../../src/execution-path/to-mermaid'
import { DemoShop } from '../helpers/demo-shop'
import { axeFindings } from './axe'
import { findChromium } from './find-browser'
import { expandAll, filter, overflow, textOf } from './page-actions'
import { screenshot } from './screenshots'
import { launchChromium, openFile, type OpenOptions, type WatchedPage } from './watched-page'

// The report of the demo's crash, as the agent wrote it beside the capsule, opened by a double-click so to say.
const executable = findChromium()
if (executable === undefined) console.log('note: no Chromium or Chrome was found (CHROME_PATH names one), the report was not opened in it')

let shop: DemoShop
let file: string
let capsule: Capsule
let browser: Browser
test.before(async () => {
  shop = new DemoShop()
  file = join(shop.dir, 'FaultSnaps/latest/latest.html')
  capsule = await readCapsule(join(shop.dir, 'FaultSnaps/latest/latest.faultsnap'))
  if (executable !== undefined) browser = await launchChromium(executable)
})
test.after(async () => {
  await browser?.close()
  shop.remove()
})

/** A test in a page of its own, which must have been quiet to its end. */
function inPage (title: string, run: (watched: WatchedPage) => Promise<void>, options: OpenOptions = {}): void {
  if (executable === undefined) return
  test(title, async () => {
    const watched = await openFile(browser, file, options)
    try {
      await run(watched)
      assert.equal(watched.problems, [])
    } finally {
      await watched.close()
    }
  })
}

test('the page of a typical crash is small, loads nothing, and its policy names its own script and style only', () => {
  assert.ok(statSync(file).size < 250_000, `${statSync(file).size} bytes`)
  const page = readFileSync(file, 'utf8')
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page)![1]!
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const [script] = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(match => match[1]!)
  const [style] = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(match => match[1]!)
  const directives = Object.fromEntries(policy.split(';').map(each => each.trim().split(/\s+(.*)/s) as [string, string]))
  assert.equal([directives['default-src'], directives['script-src'], directives['style-src'], directives['base-uri'],
    directives['form-action']], ["'none'", hash(script!), hash(style!), "'none'", "'none'"])
  assert.not.match(policy, /unsafe|\*|https?:/)
  assert.not.match(page.replace(/<script[^]*?<\/script>/g, ''), /<(?:link|iframe|object|embed|img|base)\b|\s(?:src|on\w+)=/)
})

inPage('opens from a file without a request, a warning or an error, and says what broke', async ({ page }) => {
  await screenshot(page, 'demo-light')
  assert.is(await textOf(page, 'h1'), 'RangeError')
  assert.is(await textOf(page, '.message'), 'No volume discount for 211 items')
  const { summary, trail } = capsule.manifest.culprit!
  assert.is(await textOf(page, '.culprit-summary'), trail.length > 1 ? summary.replace(` · ${trail[0]!.text}`, '') : summary)
  const facts = await textOf(page, 'dl.facts')
  for (const fact of [capsule.manifest.fingerprint.slice(0, 8), capsule.manifest.id, process.version, 'uncaught exception', 'discounts.ts:12']) {
    assert.ok(facts.includes(fact), `${fact} in ${facts}`)
  }
  assert.is(await page.locator('.frame').count(), capsule.crash.frames.length)
  assert.is(await page.locator('#breadcrumbs .crumb').count(), capsule.breadcrumbs.length + 1)
})

inPage('leads from the culprit to the row of its value', async ({ page }) => {
  await page.locator('#frame-0 > summary').click()
  assert.is(await page.locator('#frame-0').getAttribute('open'), null)
  await page.locator('.culprit-summary a').click()
  assert.match(await page.evaluate(() => (document.activeElement as HTMLElement).innerText), /^tier\b[^]*undefined/)
})

inPage('shows the failing line, its column, and its values beside it', async ({ page }) => {
  const failing = page.locator('#frame-0 .line.failing')
  assert.match(await failing.innerText(), /^\s*12\s+if \(tier === undefined\) throw new RangeError/)
  assert.is(await failing.locator('mark.column').innerText(), 'throw')
  assert.ok((await page.locator('#frame-0 .line.failing .inline-value').allInnerTexts()).includes("itemCount = '211'"))
  assert.ok(await page.locator('#frame-0 .frame-source [class^=t-]').count() > 5, 'the source is coloured')
})

inPage('filters all frames: the hits counted, marked, and walked through in both directions', async ({ page }) => {
  await page.keyboard.press('/')
  assert.is(await page.evaluate(() => document.activeElement?.getAttribute('type')), 'search')
  const status = await filter(page, 'itemCount')
  const [, at, total, frames] = /^(\d+) of (\d+) hits in (\d+) frames?$/.exec(status)!.map(Number) as [number, number, number, number]
  assert.is(at, 1)
  assert.ok(total >= 2 && frames >= 2, status)
  const seen = new Set<string>()
  for (let step = 0; step < total; step++) {
    const current = page.locator('.current-hit')
    assert.is(await current.count(), 1)
    assert.match(await current.innerText(), /itemCount/i)
    assert.ok(await current.isVisible())
    seen.add(await current.evaluate(host => host.getAttribute('data-route') ?? host.parentElement!.id))
    assert.is(await textOf(page, '#search [role=status]'), status.replace('1', String(step + 1)))
    await page.keyboard.press('Enter')
  }
  assert.is(seen.size, total)
  assert.is(await textOf(page, '#search [role=status]'), status)
  await page.keyboard.press('Shift+Enter')
  assert.is(await textOf(page, '#search [role=status]'), status.replace('1', String(total)))
  await page.getByRole('button', { name: 'Next hit' }).click()
  assert.is(await textOf(page, '#search [role=status]'), status)
  const marks = await page.locator('.variables mark').allInnerTexts()
  assert.ok(marks.length >= 2 && marks.every(mark => /^itemCount$/i.test(mark)), marks.join())
  assert.match(await filter(page, 'no such thing anywhere'), /^No hits/)
  assert.is(await page.locator('.variables mark').count(), 0)
  await page.keyboard.press('Escape')
  assert.is(await page.locator('#search input[type=search]').inputValue(), '')
  assert.ok(await page.locator('#frame-0 [role=treeitem]').first().isVisible())
})

inPage('finds values, too, inside of objects that nobody opened', async ({ page }) => {
  assert.match(await filter(page, 'TEA-EARL'), /^1 of \d+ hits? in \d+ frames?$/)
  assert.match(await page.locator('.current-hit').innerText(), /sku.*TEA-EARL/s)
})

inPage('folds and unfolds frames, with the mouse and with the keys j k Enter', async ({ page }) => {
  const isOpen = async (index: number): Promise<boolean> => await page.locator(`#frame-${index}`).evaluate(host => (host as HTMLDetailsElement).open)
  const focused = async (): Promise<string> => await page.evaluate(() => document.activeElement?.closest('.frame')?.id ?? '')
  assert.equal([await isOpen(0), await isOpen(1)], [true, false])
  await page.locator('#frame-1 > summary').click()
  assert.is(await isOpen(1), true)
  assert.match(await page.locator('#frame-1 .frame-variables').innerText(), /itemCount/)
  await page.locator('#frame-1 > summary').click()
  assert.is(await isOpen(1), false)
  await page.keyboard.press('j')
  assert.is(await focused(), 'frame-2')
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  assert.is(await focused(), 'frame-0')
  await page.keyboard.press('k')
  assert.is(await focused(), 'frame-0')
  await page.keyboard.press('Enter')
  assert.is(await isOpen(0), false)
  for (let presses = 0; presses < 9; presses++) await page.keyboard.press('j')
  assert.is(await focused(), `frame-${capsule.crash.frames.length - 1}`)
})

inPage('walks a tree of variables by arrows, and opens it as it goes', async ({ page }) => {
  await page.locator('#frame-1 > summary').click()
  const order = page.locator('#frame-1 [role=treeitem]', { hasText: /^\s*order:/ }).first()
  const rows = async (): Promise<number> => await page.locator('#frame-1 [role=treeitem]').count()
  await order.focus()
  const before = await rows()
  await page.keyboard.press('ArrowRight')
  assert.is(await order.getAttribute('aria-expanded'), 'true')
  assert.ok(await rows() > before)
  await page.keyboard.press('ArrowDown')
  assert.match(await page.evaluate(() => document.activeElement!.textContent!), /^\s*id:/)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  assert.is(await order.getAttribute('aria-expanded'), 'false')
  assert.is(await rows(), before)
})

inPage('explains its keys in a dialog that Escape leaves', async ({ page }) => {
  await page.locator('#frame-1 > summary').focus()
  await page.keyboard.press('?')
  const dialog = page.locator('dialog[open]')
  assert.match(await dialog.innerText(), /next frame/)
  await page.keyboard.press('Escape')
  assert.is(await dialog.count(), 0)
  assert.is(await page.evaluate(() => document.activeElement?.parentElement?.id), 'frame-1')
})

inPage('leads from the drawing to the frame', async ({ page }) => {
  await page.locator('#path svg a[data-frame="2"]').first().click()
  assert.is(await page.locator('#frame-2').evaluate(host => (host as HTMLDetailsElement).open), true)
  assert.is(await page.evaluate(() => document.activeElement?.parentElement?.id), 'frame-2')
  await page.locator('#path svg a[data-frame="1"]').first().focus()
  await page.keyboard.press('Enter')
  assert.is(await page.evaluate(() => document.activeElement?.parentElement?.id), 'frame-1')
})

inPage('opens the frame that its address names', async ({ page }) => {
  assert.is(await page.locator('#frame-2').evaluate(host => (host as HTMLDetailsElement).open), true)
}, { hash: '#frame-2' })

const copied = { 'Copy Markdown': 'Markdown', 'Copy prompt': 'Prompt for a coding agent', 'Copy JSON': 'JSON', 'Copy Mermaid': 'Mermaid source' } as const

function checkCopies (texts: Record<keyof typeof copied, string>): void {
  for (const what of ['Copy Markdown', 'Copy prompt'] as const) {
    for (const part of ['No volume discount for 211 items', capsule.manifest.culprit!.summary, 'volumeDiscount', 'itemCount', 'src/discounts.ts:12']) {
      assert.ok(texts[what].includes(part), `${what}: ${part} in ${texts[what]}`)
    }
    assert.not.match(texts[what], /open-sesame/)
  }
  assert.match(texts['Copy prompt'], /^Find the cause/)
  const json = JSON.parse(texts['Copy JSON']) as { manifest: { id: string }, crash: Capsule['crash'] }
  assert.is(json.manifest.id, capsule.manifest.id)
  assert.equal(json.crash.frames, capsule.crash.frames)
  assert.is(texts['Copy Mermaid'], toMermaid(executionPath(capsule.crash, { manifest: capsule.manifest })))
}

inPage('copies as Markdown, prompt, JSON and Mermaid', async ({ page }) => {
  const texts: Record<string, string> = {}
  for (const [name, what] of Object.entries(copied)) {
    await page.getByRole('button', { name }).click()
    await page.waitForFunction(text => document.querySelector('.announcer[role=status]')?.textContent === text, `${what} copied`)
    texts[name] = (await page.evaluate(() => navigator.clipboard.readText())).replaceAll('\r\n', '\n')
  }
  checkCopies(texts as Record<keyof typeof copied, string>)
}, { permissions: ['clipboard-read', 'clipboard-write'] })

inPage('shows what is to be copied, selected, where the clipboard is refused', async ({ page }) => {
  await page.evaluate('Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("refused")) } })')
  const texts: Record<string, string> = {}
  for (const name of Object.keys(copied)) {
    await page.getByRole('button', { name }).click()
    const area = page.locator('dialog[open] textarea')
    await area.waitFor()
    assert.is(await area.evaluate(host => getSelection()!.toString().length > 0 || (host as HTMLTextAreaElement).selectionEnd > 0), true)
    texts[name] = await area.inputValue()
    await page.keyboard.press('Escape')
    assert.is(await page.evaluate(() => document.activeElement?.textContent), name)
  }
  checkCopies(texts as Record<keyof typeof copied, string>)
})

/** Of a computed colour, 0 to 255. */
const brightness = (colour: string): number => colour.match(/\d+/g)!.slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3

inPage('is dark where the system is, and light or dark where the reader says so', async ({ page }) => {
  const ground = async (): Promise<number> => brightness(await page.evaluate(() => getComputedStyle(document.body).backgroundColor))
  assert.ok(await ground() < 60)
  await screenshot(page, 'demo-dark')
  await page.locator('#toolbar .theme').click()
  assert.ok(await ground() > 200)
  assert.is(await page.evaluate(() => document.documentElement.dataset['theme']), 'light')
  await page.locator('#toolbar .theme').click()
  assert.ok(await ground() < 60)
  await page.emulateMedia({ colorScheme: 'light' })
  assert.ok(await ground() < 60, 'what the reader chose stays')
}, { colorScheme: 'dark' })

inPage('prints in black on white without its buttons, whatever the reader chose', async ({ page }) => {
  await page.locator('#toolbar .theme').click()
  assert.is(await page.evaluate(() => document.documentElement.dataset['theme']), 'dark')
  await page.emulateMedia({ media: 'print' })
  const text = brightness(await page.evaluate(() => getComputedStyle(document.querySelector('.message')!).color))
  const ground = brightness(await page.evaluate(() => getComputedStyle(document.body).backgroundColor))
  assert.ok(text < 80 && ground > 240, `${text} on ${ground}`)
  assert.is(await page.locator('button:visible').count(), 0)
  assert.ok(await page.locator('#frame-0 .line.failing').isVisible())
  assert.ok(await page.locator('#path svg').isVisible())
  assert.ok((await page.pdf()).length > 10_000)
  const openFrames = async (): Promise<number> => await page.locator('.frame.is-own[open]').count()
  assert.is(await openFrames(), 1, 'what printing opened is closed again')
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  assert.is(await openFrames(), await page.locator('.frame.is-own').count())
  assert.ok(await page.locator('#frame-1 .frame-variables [role=treeitem]').count() > 0)
})

inPage('fits into a phone, with everything open', async ({ page }) => {
  assert.equal(await overflow(page), [])
  await screenshot(page, 'demo-phone')
  await expandAll(page)
  assert.equal(await overflow(page), [])
  await filter(page, 'e')
  assert.equal(await overflow(page), [])
}, { viewport: { width: 360, height: 740 } })

for (const colorScheme of ['light', 'dark'] as const) {
  inPage(`axe finds nothing, ${colorScheme}: as it opens, with everything open, while filtered, with a dialog`, async ({ page }) => {
    assert.equal(await axeFindings(page), [])
    await expandAll(page)
    assert.equal(await axeFindings(page), [])
    await screenshot(page, `demo-expanded-${colorScheme}`)
    await filter(page, 'item')
    assert.equal(await axeFindings(page), [])
    await page.keyboard.press('Escape')
    await page.locator('#frame-0 > summary').focus()
    await page.keyboard.press('?')
    assert.equal(await axeFindings(page), [])
  }, { colorScheme })
}

inPage('has it all without JavaScript', async ({ page }) => {
  assert.is(await textOf(page, '.message'), 'No volume discount for 211 items')
  assert.match(await textOf(page, '#frame-0'), /12\s+if \(tier === undefined\)[^]*itemCount[^]*'211'/)
  await page.locator('#frame-1 > summary').click()
  assert.ok(await page.locator('#frame-1 .line.failing').isVisible())
  assert.ok(await page.locator('#path svg').isVisible())
}, { javaScriptEnabled: false })

test.run()
