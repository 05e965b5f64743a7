/// <reference lib="dom" />
import { readFileSync, writeFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Capsule } from '../../src/capsule/read'
import { HOSTILE_TEXTS } from '../helpers/hostile-texts'
import { findChromium } from './find-browser'
import { HOSTILE_PROGRAM, writeHostileCrash } from './hostile-crashes'
import { expandAll, filter, overflow, textOf } from './page-actions'
import { recordCrash } from './recorded-crashes'
import { ReportFolder } from './report-file'
import { screenshot } from './screenshots'
import { launchChromium, openFile } from './watched-page'

const executable = findChromium()
if (executable === undefined) console.log('note: no Chromium or Chrome was found (CHROME_PATH names one), hostile reports were not opened')

let folder: ReportFolder
let browser: Browser
/** An empty page. */
let parser: Page | undefined
test.before(async () => {
  folder = new ReportFolder()
  if (executable !== undefined) browser = await launchChromium(executable)
})
test.after(async () => {
  await browser?.close()
  folder.remove()
})

const ELEMENTS = new Set(['html', 'head', 'meta', 'title', 'style', 'body', 'header', 'main', 'footer', 'aside', 'section', 'div', 'p', 'span', 'a', 'b', 'i', 'code', 'kbd',
  'small', 'strong', 'em', 'mark', 'pre', 'h1', 'h2', 'h3', 'h4', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td', 'details',
  'summary', 'time', 'button', 'input', 'label', 'select', 'option', 'textarea', 'dialog', 'form', 'script', 'svg', 'g', 'path', 'rect', 'circle', 'text'])
const ATTRIBUTES = /^(?:id|class|href|title|role|tabindex|lang|charset|content|name|http-equiv|open|hidden|for|type|value|checked|disabled|readonly|placeholder|autocomplete|spellcheck|scope|datetime|selected|style|aria-[a-z]+|data-[a-z-]+|xmlns|viewbox|width|height|d|x|y|cx|cy|r|rx|text-anchor|rows|method)$/i

/**
 * What is in the page that we did not write: elements, attributes, links to elsewhere, a second script. With `html`: in that text,
 * as it is parsed where there are no scripts.
 */
async function foreignMarkup (page: Page, html?: string): Promise<string[]> {
  const found = await page.evaluate(html => {
    const root = html === undefined ? document : new DOMParser().parseFromString(html, 'text/html')
    return [...root.querySelectorAll('*')].map(each =>
      [each.tagName.toLowerCase(), ...[...each.attributes].map(({ name, value }) => `${name}=${value.slice(0, 500)}`)])
  }, html)
  const foreign = new Set<string>()
  for (const [name, ...attributes] of found) {
    if (!ELEMENTS.has(name!)) foreign.add(`<${name}>`)
    for (const attribute of attributes) {
      const [, key, value] = /^([^=]*)=([^]*)$/.exec(attribute)!
      if (!ATTRIBUTES.test(key!)) foreign.add(`<${name} ${attribute}>`)
      if (key === 'href' && !/^(?:#[\w-]*$|vscode:\/\/file\/)/.test(value!)) foreign.add(`<${name} ${attribute}>`)
      if (key === 'style' && !/^--level: \d+;$/.test(value!)) foreign.add(`<${name} ${attribute}>`)
      if (key === 'id' && !/^[a-z][\w-]*$/.test(value!)) foreign.add(`<${name} ${attribute}>`)
    }
  }
  if (found.filter(([name]) => name === 'script').length > 2) foreign.add('a third script')
  return [...foreign]
}

/** Characters that reorder, hide or command, in what a reader sees and hears; with `html`, in that text. */
async function unsafeText (page: Page, html?: string): Promise<string[]> {
  return await page.evaluate(({ pattern, html }) => {
    const unsafe = new RegExp(pattern, 'u')
    const root = html === undefined ? document : new DOMParser().parseFromString(html, 'text/html')
    const walker = document.createTreeWalker(root.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode
      if (!parentElement!.closest('script, style') && unsafe.test(textContent!)) found.push(JSON.stringify(textContent!.slice(0, 200)))
    }
    for (const each of root.querySelectorAll('[title], [aria-label], [aria-description]')) {
      for (const { name, value } of each.attributes) if (unsafe.test(value)) found.push(`${name} ${JSON.stringify(value.slice(0, 200))}`)
    }
    return found.slice(0, 10)
  }, { html, pattern: '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u200b\\u202a-\\u202e\\u2066-\\u2069\\ufeff]|[\\ud800-\\udfff]' })
}

/** The same page without its Content-Security-Policy: nothing of a payload runs even where nothing forbids it. On paper, too. */
async function checkWithoutPolicy (file: string): Promise<void> {
  const bare = file.replace(/\.html$/, '-bare.html')
  const text = readFileSync(file, 'utf8')
  const stripped = text.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
  assert.ok(stripped.length < text.length)
  writeFileSync(bare, stripped)
  const { page, problems, close } = await openFile(browser, bare)
  try {
    await expandAll(page, 200)
    await filter(page, 'pwned')
    await page.keyboard.press('Escape')
    for (const each of await page.locator('summary, [role=treeitem], [title]').all().then(all => all.slice(0, 30))) {
      await each.dispatchEvent('mouseover')
      await each.dispatchEvent('focus')
    }
    await page.emulateMedia({ media: 'print' })
    await page.pdf({ pageRanges: '1' })
    assert.equal(await foreignMarkup(page), [])
    assert.equal(problems, [])
  } finally {
    await close()
  }
}

/** Reports that have every payload between them. */
const WITHOUT_POLICY = /^(?:all-at-once|round-1|program-\d+)$/
/** The same; the others are only parsed as a browser without scripts parses them. */
const WITHOUT_SCRIPTS = /^(?:all-at-once|round-\d+)$/

/** Opens the report with and without JavaScript, uses all of it, and finds it in order. */
async function checkReport (name: string, capsule: Capsule): Promise<void> {
  const { file } = await folder.write(name, capsule)
  if (executable === undefined) return
  const { page, problems, close } = await openFile(browser, file)
  try {
    assert.is(await page.locator('.frame').count(), capsule.crash.frames.length)
    await expandAll(page, 400)
    await screenshot(page, name)
    assert.equal(await foreignMarkup(page), [])
    assert.equal(await unsafeText(page), [])
    await filter(page, 'pwned')
    assert.equal(await foreignMarkup(page), [])
    await page.keyboard.press('Escape')
    await page.evaluate('Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("refused")) } })')
    for (const button of ['Copy Markdown', 'Copy prompt', 'Copy JSON', 'Copy Mermaid']) {
      await page.getByRole('button', { name: button }).click()
      assert.ok((await page.locator('dialog[open] textarea').inputValue()).length > 20)
      await page.keyboard.press('Escape')
    }
    for (const link of await page.locator('#path svg a').all()) await link.click()
    await page.setViewportSize({ width: 360, height: 740 })
    assert.equal(await overflow(page), [])
    assert.equal(problems, [])
  } finally {
    await close()
  }
  if (WITHOUT_POLICY.test(name)) await checkWithoutPolicy(file)
  if (WITHOUT_SCRIPTS.test(name)) await checkWithoutScripts(file)
  else await checkParsed(readFileSync(file, 'utf8'))
}

async function checkWithoutScripts (file: string): Promise<void> {
  const still = await openFile(browser, file, { javaScriptEnabled: false })
  try {
    assert.equal(await foreignMarkup(still.page), [])
    assert.equal(await unsafeText(still.page), [])
    assert.ok(await still.page.locator('h1').isVisible())
    assert.equal(still.problems, [])
  } finally {
    await still.close()
  }
}

async function checkParsed (html: string): Promise<void> {
  parser ??= await browser.newPage()
  assert.equal(await foreignMarkup(parser, html), [])
  assert.equal(await unsafeText(parser, html), [])
}

test('a capsule with all payloads in each of its texts', async () => {
  const all = HOSTILE_TEXTS.filter(text => text.length < 500).join(' ')
  await checkReport('all-at-once', await writeHostileCrash(folder.dir, 'all-at-once', () => all))
})

// A payload that must stand alone, or at the beginning, stands everywhere once.
for (const [round, start] of (process.env.FAULTSNAP_FUZZ === undefined ? [0] : [0, 17, 41]).entries()) {
  test(`a capsule with one payload in each of its texts, round ${round + 1}`, async () => {
    let at = start
    await checkReport(`round-${round + 1}`, await writeHostileCrash(folder.dir, `round-${round + 1}`, () => HOSTILE_TEXTS[at++ % HOSTILE_TEXTS.length]!))
  })
}

for (const text of ['__proto__', 'javascript:pwned=1', '</script><script>pwned=1</script>', '']) {
  test(`a capsule that says ${JSON.stringify(text)} everywhere`, async () => {
    await checkReport(`only-${text.replace(/\W+/g, '-')}`, await writeHostileCrash(folder.dir, `only-${text.replace(/\W+/g, '-')}`, () => text))
  })
}

test('a program whose names, keys, values, messages and output are payloads', async () => {
  const texts = HOSTILE_TEXTS.filter(text => text.length < 200)
  for (const payloads of [texts.slice(0, 45), texts.slice(45)]) {
    const capsule = await recordCrash(folder.dir, { text: HOSTILE_PROGRAM, args: payloads.filter(text => !text.includes('\0')),
      env: { PAYLOADS: JSON.stringify(payloads), NODE_ENV: '</script><script>pwned=1</script>' } })
    assert.is(capsule.crash.exception.errors?.length, 12, capsule.crash.exception.stack)
    await checkReport(`program-${payloads.length}`, capsule)
  }
})

test('a program that carries a page\'s own words shows them as text', async () => {
  const capsule = await recordCrash(folder.dir, { text: 'const html = "<b>bold</b> & &lt;i&gt;"\nthrow new Error(html)' })
  const { file } = await folder.write('plain', capsule)
  if (executable === undefined) return
  const { page, problems, close } = await openFile(browser, file)
  assert.is(await textOf(page, '.message'), '<b>bold</b> & &lt;i&gt;')
  assert.match(await textOf(page, '#frame-0 .frame-variables'), /html: '<b>bold<\/b> & &lt;i&gt;'/)
  assert.equal(problems, [])
  await close()
})

test.run()
