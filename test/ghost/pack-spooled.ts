import { join } from 'node:path'
import { run } from '../e2e/harness'

/** Crashes for which an ending process had no time left: as every command does, this one packs them. `dir` has FaultSnap installed. */
export async function packSpooled (dir: string, repository?: string): Promise<void> {
  const env: Record<string, string> = repository === undefined ? {} : { FAULTSNAP_REPOSITORY_DIR: repository }
  const { code, stderr } = await run([process.execPath, join(dir, 'node_modules/faultsnap/dist/cli.mjs'), 'list', '--json'], dir, env)
  if (code !== 0) throw new Error(stderr)
}
