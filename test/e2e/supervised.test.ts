import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Capsule } from '../../src/capsule/read'
import { blocksOf, commandsOf, matchesShown } from '../helpers/doc-blocks'
import { compare, edgeNodes, nodes, type Compared, type RunPlan } from './harness'
import { root } from './installed'

const isWindows = process.platform === 'win32'
const newest = nodes.at(-1)!
/** V8's addresses, and all that it says of a full heap, differ from run to run. */
const comparable = (text: string): string => text.includes('heap out of memory') ? 'heap out of memory' : text.replace(/0x[0-9a-f]+/g, '0x')

/** A command bare, and under `faultsnap run`: the same output and end. */
async function supervised (command: string[], plan: RunPlan = {}): Promise<Compared> {
  const { node = newest } = plan
  const compared = await compare('crashes/tree.js', {
    ...plan, node, entry: command,
    // The harness puts Node before the entry: `sh -c` gets it as $0.
    recordedCommand: (_dir, [path, ...bare]) => [path!, 'node_modules/faultsnap/dist/cli.mjs', 'run', '--', path!, ...bare],
  })
  const { bare, recorded } = compared
  assert.equal([recorded.code, recorded.signal, recorded.stdout, comparable(recorded.stderr)],
    [bare.code, bare.signal, bare.stdout, comparable(bare.stderr)])
  assert.is(recorded.notices.length, compared.capsules.length, recorded.notices.join())
  return compared
}

const byType = (capsules: Capsule[]): Map<string, Capsule> => new Map(capsules.map(capsule => [capsule.manifest.exception.type, capsule]))
const shell = (script: string): string[] => ['-e', `process.exit(require('node:child_process').spawnSync('sh', ['-c', ${JSON.stringify(script)}], { stdio: 'inherit' }).status)`]

if (isWindows) console.log('note: Windows has no signals, the supervision of a tree is not tested')
else {
  for (const node of edgeNodes) {
    test(`three of a tree die without a word, each for its own reason, and those that ended in order are none (Node ${node.version})`, async () => {
      const { bare, capsules } = await supervised(['tree.js', 'segfault,killed,heap,clean,terminated,tooSlow,fails'], { node })
      assert.match(bare.stdout, /^segfault null SIGSEGV\nkilled null SIGKILL\nheap null SIGABRT\nclean 0 null\nterminated null SIGTERM\ntooSlow null SIGKILL\nfails 3 null\n$/)
      const found = byType(capsules)
      assert.equal([...found.keys()].sort(), ['HeapOutOfMemory', 'SIGKILL', 'SIGSEGV'])
      const segfault = found.get('SIGSEGV')!
      assert.is(segfault.manifest.signal, 'killed')
      assert.is(segfault.manifest.exception.message, 'tree.js died of SIGSEGV (segmentation fault)')
      assert.is(segfault.crash.death?.signal, 'SIGSEGV')
      assert.match(segfault.crash.death!.reason, /^Native code/)
      assert.equal(segfault.breadcrumbs.map(({ message }) => message), ['order 1'])
      assert.is(segfault.manifest.process.argv.at(-1), 'segfault')
      assert.is(segfault.manifest.runtime.version.split('.')[0], `v${node.version}`)
      assert.equal(segfault.crash.frames, [])
      const killed = found.get('SIGKILL')!
      assert.is(killed.manifest.process.argv.at(-1), 'killed')
      assert.match(killed.crash.death!.reason, /SIGKILL/)
      assert.is(killed.breadcrumbs[0]?.message, 'order 2')
      assert.is(found.get('HeapOutOfMemory')!.manifest.signal, 'heapOutOfMemory', 'the agent itself told of it')
      assert.not.equal(segfault.manifest.fingerprint, killed.manifest.fingerprint)
    })
  }

  for (const [what, script] of [['an exception', 'throw new RangeError("lost")'], ['a death without a word', 'process.kill(process.pid, "SIGSEGV")']] as const) {
    test(`where nothing can be written the run says so, and on stderr it keeps ${what}`, () => {
      const run = (more: Record<string, string>): string => spawnSync(process.execPath, [join(root, 'dist/cli.mjs'), 'run', '--', process.execPath, '-e', script], {
        cwd: join(root, 'fixtures'), encoding: 'utf8', env: { ...process.env, FAULTSNAP_REPOSITORY_DIR: join(root, 'package.json', 'FaultSnaps'), ...more },
      }).stderr
      assert.match(run({}), /^\[FaultSnap\] Crash captured, but not saved: \S+FaultSnaps cannot be written \(E[A-Z]+: [^)]+\); FAULTSNAP_FALLBACK_DIRECTORY=/m)
      const kept = run({ FAULTSNAP_STDERR_FALLBACK: '1' })
      assert.match(kept, /^\[FaultSnap\] Crash captured\. \S+FaultSnaps cannot be written .*: the (?:\d+ lines|line) above holds? it, "faultsnap import/m)
      assert.match(kept, /^faultsnap:1:/m)
    })
  }

  test('an exception of the command is one crash, and nothing that the recorder did meanwhile is another', async () => {
    for (const node of edgeNodes) {
      const { capsules } = await supervised(['tree.js', 'throws'], { node })
      assert.equal(capsules.map(({ manifest }) => manifest.exception), [{ type: 'RangeError', message: 'no order' }])
    }
  })

  test('the command itself dies, and run dies as it did', async () => {
    const { bare, capsules } = await supervised(['tree.js', 'segfault'])
    assert.is(bare.signal, 'SIGSEGV')
    assert.equal(capsules.map(({ manifest }) => manifest.exception.type), ['SIGSEGV'])
  })

  test('the page in the docs shows what is printed', async () => {
    const [run, inspect] = blocksOf(readFileSync(join(root, 'docs', 'processes.md'), 'utf8'), 'console').flatMap(commandsOf)
    assert.is(run!.line, 'npx faultsnap run -- node tree.js segfault')
    const cli = join('node_modules', 'faultsnap', 'dist', 'cli.mjs')
    let printed: string[] = []
    const { recorded } = await supervised(['tree.js', 'segfault'], { afterwards: dir => {
      printed = spawnSync(newest.path, [cli, ...inspect!.line.split(' ').slice(2)], { cwd: dir, encoding: 'utf8' }).stdout.trimEnd().split('\n')
    } })
    const normalised = (line: string): string => line.replace(/\d{4}-\d\d-\d\d\/[0-9a-f]{8}\/crash_\d{6}_[0-9a-f]{8}/, 'PATH').replace(/-\d\.\d{3} s/, '-TIME')
    assert.equal(recorded.notices.map(normalised), run!.shown.map(normalised))
    assert.ok(matchesShown(printed.map(normalised), inspect!.shown.map(normalised)), printed.join('\n'))
  })

  test('a segmentation fault that is none by a signal sent: a stack beyond what the system allows', async () => {
    const { bare, capsules: [capsule] } = await supervised(['--stack-size=800000', 'tree.js', 'deep'])
    assert.is(bare.signal, 'SIGSEGV')
    assert.match(capsule!.crash.death!.reason, /^Native code .*; with --stack-size that is the stack/)
  })

  test('no secret gets into the last words of a process', async () => {
    const token = 'zq81-not-to-be-told'
    const { bare, capsules: [capsule] } = await supervised(['tree.js', 'segfault', '--api-key', token], { env: { SHOP_TOKEN: token } })
    assert.ok(bare.stderr.includes(token))
    const { crash, manifest, environment, breadcrumbs } = capsule!
    assert.match(crash.death!.stderr!, /charged with .*\n *password=/)
    assert.is(breadcrumbs.length, 3)
    assert.not.match(JSON.stringify([crash, manifest, environment, breadcrumbs]), /zq81|sesame-2/)
  })

  test('abort() is told with the place that called it', async () => {
    const { capsules: [capsule] } = await supervised(['tree.js', 'abort'])
    assert.is(capsule!.manifest.exception.type, 'SIGABRT')
    assert.is(capsule!.manifest.place?.function.split('.').at(-1), 'abort')
    assert.match(capsule!.crash.death!.stderr!, /JavaScript stack trace/)
  })

  test('a process of a shell is known by what the shell says, or its exit code', async () => {
    const run = async (script: string): Promise<string[]> =>
      (await supervised(shell(script.replaceAll('node', process.execPath)))).capsules.map(({ crash }) => `${crash.exception.type}: ${crash.death!.reason}`)
    const [last] = await run('node tree.js segfault')
    assert.match(last!, /^SIGSEGV: /)
    const [between] = await run('node tree.js segfault; echo goes on')
    assert.match(between!, /^SIGSEGV: .*\(a shell said “Segmentation fault”\)|^ProcessDied: .*nobody saw/)
    assert.equal(await run('node tree.js terminated; exit 0'), [])
  })

  test('heap exhaustion that the agent was not to tell of has a reason, and the diagnostic report, masked', async () => {
    const { capsules: [capsule] } = await supervised(
      ['--report-on-fatalerror', '--max-old-space-size=40', 'tree.js', 'heap', '--password=sesame-open-1'],
      { recordedEnv: { FAULTSNAP_SIGNALS: 'killed', SECRET_TOKEN: 'tok-314159265' } })
    assert.is(capsule!.manifest.exception.type, 'HeapOutOfMemory')
    const { death } = capsule!.crash
    assert.match(death!.reason, /heap was full: stderr says “FATAL ERROR: .*heap out of memory”/)
    const report = await capsule!.readText(death!.report!)
    assert.is(JSON.parse(report!).header.trigger, 'OOMError')
    assert.not.match(report! + JSON.stringify(capsule!.crash), /sesame-open-1|tok-314159265/)
  })
}

test.run()
