/// <reference lib="dom" />
import type { Page } from 'playwright-core'

/** Opens all folds of a page, and the rows of its trees as far as `maxRows` allows. */
export async function expandAll (page: Page, maxRows = 300): Promise<void> {
  await page.evaluate(async maxRows => {
    for (const details of document.querySelectorAll('details')) details.open = true
    // What a frame holds is made when its toggle event comes.
    await new Promise(resolve => setTimeout(resolve, 50))
    for (let left = maxRows; left > 0; left--) {
      const row = document.querySelector<HTMLElement>('[role=treeitem][aria-expanded=false]')
      if (!row) break
      row.click()
    }
  }, maxRows)
}

/** The text of an element, as it can be read. */
export async function textOf (page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).first().innerText()).trim()
}

/** Types into the filter and waits for its answer. */
export async function filter (page: Page, text: string): Promise<string> {
  await page.locator('#search input[type=search]').fill(text)
  await page.keyboard.press('Enter')
  return await textOf(page, '#search [role=status]')
}

/** How far a page is wider than its window, in pixels, and what makes it so. */
export async function overflow (page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide: Element[] = []
    const open: Element[] = [document.body]
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      if (each.getBoundingClientRect().right > clientWidth + 1) wide.push(each)
      // What scrolls or hides makes nothing around it wide.
      if (getComputedStyle(each).overflowX === 'visible') open.push(...each.children)
    }
    return [`${scrollWidth - clientWidth} px too wide`, ...wide.slice(0, 8).map(each => each.outerHTML.slice(0, 150))]
  })
}
