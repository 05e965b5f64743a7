import { join } from 'node:path'
import { run } from '../e2e/harness'

/** Crashes for which an ending process had no time left: as every command does, this one packs them. */
export async function packSpooled (dir: string): Promise<void> {
  const { code, stderr } = await run([process.execPath, join(dir, 'node_modules/faultsnap/dist/cli.mjs'), 'list', '--json'], dir)
  if (code !== 0) throw new Error(stderr)
}
