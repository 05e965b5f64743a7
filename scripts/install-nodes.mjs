// Installs further versions of Node for the end-to-end tests, under .cache/nodes/<major>. Tolerant: a version that this platform
// does not have, or a registry out of reach, is a note and no failure, for the tests then run on what there is.
// Usage: node scripts/install-nodes.mjs [major …]
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const isWindows = process.platform === 'win32'
const majors = process.argv.length > 2 ? process.argv.slice(2) : ['22', '24', '26']
// The packages name platforms as Node's downloads do: win, not win32.
const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`

for (const major of majors) {
  const dir = join(root, '.cache', 'nodes', major)
  const binary = join(dir, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node')
  if (!existsSync(binary)) {
    mkdirSync(dir, { recursive: true })
    const args = ['install', '--no-save', '--no-audit', '--no-fund', '--no-package-lock', '--prefix', dir, `${name}@${major}`]
    // A shell on Windows only, where npm is a .cmd file; `args` holds nothing that it would read as its own.
    const { status, stderr } = spawnSync('npm', args, { cwd: dir, encoding: 'utf8', shell: isWindows })
    if (status !== 0) console.error(`note: ${name}@${major} could not be installed: ${stderr?.trim().split('\n').at(-1)}`)
  }
  if (!existsSync(binary)) continue
  const { stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' })
  console.log(`Node ${major}: ${stdout?.trim() || 'does not start here'}`)
}
