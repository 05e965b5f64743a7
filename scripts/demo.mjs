// `npm run demo`: crashes a small shop under FaultSnap, then asks the capsule why. Node.js is all it needs.
// Usage: node scripts/demo.mjs [folder for the output, by default demo-output/]
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { styleText } from 'node:util'
import { buildSync } from 'esbuild'

const root = join(import.meta.dirname, '..')
const shop = join(resolve(process.argv[2] ?? join(root, 'demo-output')), 'corner-shop')
const isColoured = process.stdout.isTTY === true && process.env.NO_COLOR === undefined

installShop()

say('A small shop, written in TypeScript and compiled with source maps, checks out three orders. It knows nothing of FaultSnap.')
const crashed = command('node -r faultsnap/register dist/main.js', ['-r', 'faultsnap/register', 'dist/main.js'])
if (crashed !== 1) fail(`The shop should have crashed with exit code 1, but ended with ${crashed}.`)

say('211 items? Nobody ordered that many. Node.js shows the line that threw; the capsule holds the variables behind it.')
faultsnap('inspect latest', ['inspect', 'latest'])

say("itemCount is not a number but the text '211', glued together from 2, 1 and 1. A frame up is the order it was counted from:")
faultsnap("get latest 'order.lines[1]'", ['get', 'latest', 'order.lines[1]'])

say('That is the bug: an order taken at the phone has its quantity as text, and cart.ts adds it with +.')
say('The key that the shop pays with was a variable of these frames, too. It is not in the capsule:')
faultsnap('get latest gateway.apiKey', ['get', 'latest', 'gateway.apiKey'], 3)

const [capsule, report] = ['latest.faultsnap', 'latest.html'].map(name => join(shop, 'FaultSnaps', 'latest', name))
for (const file of [capsule, report]) if (!existsSync(file)) fail(`${file} is missing.`)
say('All of this was read from one file, which opens on any machine:')
print(`  capsule  ${shown(capsule)}`)
print(`  report   ${shown(report)}`)
print(`  shop     ${shown(shop)}\n`)

/** The shop in a folder of its own, compiled, with FaultSnap in its node_modules as npm would put it there. */
function installShop () {
  const faultsnapDir = join(shop, 'node_modules', 'faultsnap')
  const source = join(root, 'fixtures', 'shop')
  if (!existsSync(join(root, 'dist', 'register.cjs'))) fail('FaultSnap is not built yet: npm run build')
  rmSync(shop, { recursive: true, force: true })
  mkdirSync(faultsnapDir, { recursive: true })
  cpSync(source, shop, { recursive: true })
  cpSync(join(root, 'dist'), join(faultsnapDir, 'dist'), { recursive: true })
  cpSync(join(root, 'package.json'), join(faultsnapDir, 'package.json'))
  buildSync({
    entryPoints: readdirSync(join(shop, 'src')).map(name => join(shop, 'src', name)),
    outdir: join(shop, 'dist'), format: 'esm', platform: 'node', target: 'node20', sourcemap: true,
  })
}

/** Runs Node in the shop, on the terminal of the demo itself. Gives the exit code. */
function command (shownAs, args) {
  print(paint('bold', `$ ${shownAs}`))
  const env = { ...process.env, SHOP_API_KEY: 'open-sesame-2217', NODE_OPTIONS: '' }
  for (const name of Object.keys(env)) if (name.startsWith('FAULTSNAP_')) delete env[name]
  const { status, error } = spawnSync(process.execPath, args, { cwd: shop, env, stdio: 'inherit' })
  if (error !== undefined) fail(`Could not start Node.js: ${error.message}`)
  print('')
  return status
}

/** Runs a command of FaultSnap's CLI, which must end with the expected exit code (3: not recorded). */
function faultsnap (line, args, expected = 0) {
  const status = command(`npx faultsnap ${line}`, ['node_modules/faultsnap/dist/cli.mjs', ...args])
  if (status !== expected) fail(`faultsnap ${line} ended with exit code ${status}, expected ${expected}.`)
}

function say (text) {
  print(paint('cyan', text))
}

function shown (path) {
  const short = relative(process.cwd(), path)
  return short.startsWith('..') ? path : short
}

function paint (style, text) {
  return isColoured ? styleText(style, text) : text
}

/** At once: the commands write to the same terminal or file. */
function print (text) {
  writeSync(1, `${text}\n`)
}

function fail (message) {
  process.stderr.write(`demo: ${message}\n`)
  process.exit(1)
}
