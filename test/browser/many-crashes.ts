import { join } from 'node:path'
import type { Page } from 'playwright-core'
import * as assert from 'uvu/assert'
import { readCapsule, type Capsule } from '../../src/capsule/read'
import type { Value } from '../../src/model'
import { crashDocument, crashRecord, frame, Graph, scope, writeCapsule } from '../helpers/crash-record'
import { filter, textOf } from './page-actions'
import { DEEP_AND_CYCLIC, MANY_NODES, type CrashingProgram } from './recorded-crashes'

/** A real crash, and what its report must show besides being in order. */
export interface ManyCrash { name: string, program: CrashingProgram, check?: (page: Page, capsule: Capsule) => Promise<void> }

export const CRASHES: readonly ManyCrash[] = [
  {
    name: 'deep and cyclic values', program: { text: DEEP_AND_CYCLIC },
    async check (page, { crash }) {
      assert.ok(crash.frames.filter(({ function: name }) => name === 'walk').length > 10)
      const same = page.locator('#frame-0 button.same').first()
      await page.locator('#frame-0 [role=treeitem]', { hasText: /^\s*node:/ }).first().click()
      assert.match(await same.innerText(), /same object as/)
      await same.click()
      assert.is(await page.locator('[role=treeitem]:focus').count(), 1)
      assert.match(await filter(page, 'needle'), /^1 of \d+ hits? in \d+ frames?/)
      await page.keyboard.press('Escape')
      assert.ok(await page.locator('#path .path-badge', { hasText: 'more times' }).count() > 0, 'recursion is folded')
    },
  },
  { name: 'many objects', program: { text: MANY_NODES } },
  {
    name: 'a chain of causes', program: { file: 'crashes/cause-chain.js' },
    async check (page) {
      assert.match(await textOf(page, '.causes'), /caused by Error.*disk is gone/s)
      assert.is(await page.locator('#path .path-cause .path-title').count(), 1)
    },
  },
  {
    name: 'an AggregateError', program: { file: 'crashes/aggregate.js' },
    async check (page, { crash }) {
      assert.is(await page.locator('.causes li').count(), crash.exception.errors!.length)
    },
  },
  {
    name: 'awaits', program: { file: 'crashes/async-frames.js' },
    async check (page) {
      assert.is(await page.locator('#path .path-line.path-await').count(), 2)
      assert.match(await textOf(page, '#stack'), /async load/)
    },
  },
  {
    name: 'a stack overflow', program: { file: 'crashes/stack-overflow.js' },
    async check (page) {
      assert.match(await textOf(page, '#stack'), /↻ \d+ more/)
      assert.match(await textOf(page, '#missing'), /stack overflow|pause/i)
    },
  },
  { name: 'heap exhaustion', program: { file: 'crashes/heap-exhaustion.js', flags: ['--max-old-space-size=60'] } },
  { name: 'a syntax error', program: { file: 'crashes/syntax-error.js' } },
  { name: 'a thrown undefined', program: { file: 'crashes/throws-undefined.js' } },
  {
    name: 'an event listener', program: { file: 'crashes/event-listener.js' },
    async check (page, { crash }) {
      const run = page.locator('details.run').last()
      const foreign = run.locator('.frame').first()
      assert.not.ok(await foreign.isVisible())
      await run.locator('> summary').click()
      assert.ok(await foreign.isVisible())
      assert.ok(await page.locator('.frame.is-foreign').count() >= crash.frames.filter(({ inApp }) => !inApp).length)
    },
  },
  {
    name: 'an error that was caught and led to an exit', program: { file: 'crashes/caught-main.js' },
    async check (page) {
      assert.is(await page.locator('#path .path-signal .path-title').textContent(), 'exit with code 1')
    },
  },
]

/** As many objects as a capsule holds by default, in a tree of ten children each; every one has a text that can be looked for. */
export async function tenThousandObjects (dir: string): Promise<Capsule> {
  const graph = new Graph()
  for (let index = 0; index < 10_000; index++) {
    const children = Array.from({ length: 10 }, (_, child) => index * 10 + child + 1).filter(child => child < 10_000)
    graph.object({ name: `needle ${index}`, ...Object.fromEntries(children.map((ref, at): [string, Value] => [`child${at}`, { ref }])) })
  }
  const record = crashRecord(crashDocument([frame({ function: 'main', scopes: [scope('local', { root: { ref: 0 } })] })], graph.nodes))
  return await readCapsule(await writeCapsule(join(dir, 'ten-thousand.faultsnap'), record))
}
