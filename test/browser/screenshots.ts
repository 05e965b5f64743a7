import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

let folder: string | undefined

/** With FAULTSNAP_SCREENSHOTS set, keeps a picture of the whole page in a temporary folder, which is said once. */
export async function screenshot (page: Page, name: string): Promise<void> {
  if (!process.env['FAULTSNAP_SCREENSHOTS']) return
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), 'faultsnap-screenshots-'))
    console.log(`note: screenshots in ${folder}`)
  }
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
