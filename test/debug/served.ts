import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReplay } from '../../cli/debug/start'
import { serveDebugger, type DebugServer } from '../../cli/debug/serve'
import type { Capsule } from '../../src/capsule/read'
import { ROOT } from '../helpers/demo-shop'
import { recordCrash } from '../browser/recorded-crashes'

/** A temporary folder and the capsule of fixtures/debug/till.js, recorded in it. */
export interface RecordedTill { dir: string, capsule: Capsule, remove: () => void }

export async function recordTill (): Promise<RecordedTill> {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-debug-')))
  const capsule = await recordCrash(dir, { file: 'debug/till.js' })
  return { dir, capsule, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

/** The capsule on a free port, as `faultsnap debug` serves it. */
export async function serveCapsule (capsule: Capsule, isStaying = true): Promise<DebugServer> {
  return await serveDebugger({ capsule, port: 0, isStaying, open: async () => await openReplay(capsule, { cwd: tmpdir(), pathMap: [], assetsDir: join(ROOT, 'dist') }) })
}
