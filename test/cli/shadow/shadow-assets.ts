import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Options for a child of that Node. */
export const childOf = ({ path, version }: { path: string, version: string }): { nodePath: string, permissionFlag: string } =>
  ({ nodePath: path, permissionFlag: Number(version) < 22 ? '--experimental-permission' : '--permission' })

const SCRIPT = join(__dirname, '../../../scripts/shadow.mjs')
let built: string | undefined

/** A folder with the shadow heap, bundled from the sources; removed when the tests end. */
export function shadowAssets (): string {
  if (built !== undefined) return built
  const dir = mkdtempSync(join(tmpdir(), 'faultsnap-shadow-'))
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }))
  const code = `import { buildShadow } from ${JSON.stringify(pathToFileURL(SCRIPT).href)}
    await buildShadow(${JSON.stringify(dir)})`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  built = dir
  return dir
}
