import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe-core finds wrong with a page as it is now: rule, help and the elements, one text each. */
export async function axeFindings (page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the page's policy refuses it, as it should.
  await page.evaluate(AXE)
  return await page.evaluate(async tags => {
    const { axe } = globalThis as unknown as { axe: { run: (where: Document, options: object) => Promise<{ violations: { id: string, help: string,
      nodes: { html: string, failureSummary: string }[] }[] }> } }
    const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] })
    return violations.map(({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.slice(0, 5).map(({ html, failureSummary }) => `  ${html.slice(0, 200)}\n  ${failureSummary}`).join('\n')}`)
  }, TAGS)
}
