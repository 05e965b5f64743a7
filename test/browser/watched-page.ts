import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

export const CHROMIUM_ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
  // A GPU in software costs more than it draws faster.
  '--disable-software-rasterizer', '--disable-gpu-compositing']

/** A page that was opened from a file. `problems`: everything that a quiet page would not have done, as it came. */
export interface WatchedPage { page: Page, problems: string[], close: () => Promise<void> }

/** `hash`: what follows the file's name. `isReady` false: the page has no script that says when it is ready. */
export interface OpenOptions extends BrowserContextOptions { hash?: string, isReady?: boolean, permissions?: string[] }

/** As text: a transpiled function would need its transpiler's helpers. */
const WATCHER = `
addEventListener('securitypolicyviolation', event =>
  console.error('refused: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample))
Object.defineProperty(globalThis, 'pwned', { set: value => console.error('a payload ran: ' + value), get: () => undefined })
`

export async function launchChromium (executablePath: string): Promise<Browser> {
  return await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS })
}

/**
 * Opens a file in a context of its own. Problems are: a request besides the one for the file, words on the console, an error that
 * nobody caught, what the Content-Security-Policy refused, a dialog, a window, a download, and payloads that ran (`pwned`).
 */
export async function openFile (browser: Browser, file: string, { hash = '', isReady = true, ...options }: OpenOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: false, ...options })
  const problems: string[] = []
  const url = pathToFileURL(file).href
  context.on('request', request => {
    if (request.url().split('#')[0] !== url) problems.push(`request: ${request.url().slice(0, 200)}`)
  })
  context.on('console', message => problems.push(`console ${message.type()}: ${message.text().slice(0, 300)}`))
  context.on('weberror', error => problems.push(`error: ${error.error().stack ?? error.error().message}`))
  context.on('dialog', dialog => {
    problems.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await context.addInitScript({ content: WATCHER })
  const page = await context.newPage()
  context.on('page', () => problems.push('a window was opened'))
  page.on('download', download => problems.push(`download: ${download.url().slice(0, 200)}`))
  page.on('framenavigated', frame => { if (frame !== page.mainFrame() || frame.url().split('#')[0] !== url) problems.push(`navigated: ${frame.url()}`) })
  await page.goto(url + hash)
  if (isReady && options.javaScriptEnabled !== false) await page.waitForSelector('html[data-ready]', { state: 'attached', timeout: 15_000 })
  return { page, problems, close: async () => await context.close() }
}
