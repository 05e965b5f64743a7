import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { judgeDeath, type DeathEvidence, type DeathVerdict } from '../../cli/run/death-verdict'
import { kernelKills, risenKills } from '../../cli/run/kernel-kills'

const judge = (rest: Partial<DeathEvidence>): DeathVerdict | undefined =>
  judgeDeath({ pid: 4711, program: 'server.js', stderr: '', hasKernelCounters: true, isToldToEnd: false, ...rest })

test('signals by which people and programs end each other are no crash', () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGPIPE']) assert.is(judge({ signal }), undefined, signal)
  for (const exitCode of [129, 130, 143]) assert.is(judge({ exitCode }), undefined, String(exitCode))
  assert.is(judge({ stderr: 'Terminated\n' }), undefined)
  assert.is(judge({ signal: 'SIGKILL', isKilledByParent: true }), undefined)
  assert.is(judge({ signal: 'SIGABRT', isKilledByParent: true }), undefined)
})

test('whoever is told to end may be killed for it, and may still crash', () => {
  assert.is(judge({ signal: 'SIGKILL', isToldToEnd: true }), undefined)
  assert.is(judge({ isToldToEnd: true }), undefined)
  assert.is(judge({ signal: 'SIGSEGV', isToldToEnd: true })?.type, 'SIGSEGV')
})

test('a process that ended by an exit code without its exit handlers is a death only above 127', () => {
  assert.is(judge({ exitCode: 127 }), undefined)
  assert.match(judge({ exitCode: 255 })!.reason, /exit code was 255/)
  assert.is(judge({ exitCode: 3221225477 })?.type, 'ProcessDied')
  assert.match(judge({})!.reason, /nobody saw by which signal or code/)
})

test('a segmentation fault is one of native code, by whichever way it is known', () => {
  assert.equal(judge({ signal: 'SIGSEGV' }), {
    type: 'SIGSEGV', message: 'server.js died of SIGSEGV (segmentation fault)', stack: '', signal: 'SIGSEGV',
    reason: 'Native code (an addon, or Node.js itself) used memory that is not its own.',
  })
  assert.match(judge({ exitCode: 139 })!.reason, /\(its shell ended with 139, which is 128 and the number of SIGSEGV\)\.$/)
  assert.match(judge({ stderr: 'x\nbash: line 1:  4711 Segmentation fault      node server.js\n' })!.reason, /\(a shell said “Segmentation fault”\)\.$/)
  assert.match(judge({ stderr: 'Segmentation fault (core dumped)\n' })!.reason, /a shell said/)
  assert.match(judge({ signal: 'SIGSEGV', stderr: '==1==ERROR: AddressSanitizer: heap-use-after-free on address\n' })!.reason, /stderr says “==1==ERROR: AddressSanitizer/)
})

test('SIGKILL is the kernel’s only if its counter says so', () => {
  assert.match(judge({ signal: 'SIGKILL', kernelKill: 'oom_kill in /proc/vmstat went from 2 to 3' })!.reason, /^The kernel's out-of-memory killer ended the process: oom_kill in .* from 2 to 3/)
  assert.match(judge({ signal: 'SIGKILL' })!.reason, /counts no more than before/)
  assert.match(judge({ signal: 'SIGKILL', hasKernelCounters: false })!.reason, /is not known/)
})

const FATAL = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'

test('heap exhaustion is of the process whose id V8 printed', () => {
  const stderr = `[4711:0x1]  74 ms: Mark-Compact 21 MB\n\n${FATAL}\n`
  assert.equal([judge({ signal: 'SIGABRT', stderr })?.type, judge({ signal: 'SIGABRT', stderr })?.message], ['HeapOutOfMemory', 'server.js ran out of heap memory'])
  assert.is(judge({ exitCode: 134, stderr })?.type, 'HeapOutOfMemory')
  assert.is(judge({ signal: 'SIGABRT', stderr, pid: 12 })?.type, 'SIGABRT', 'of another process')
  assert.is(judge({ signal: 'SIGSEGV', stderr })?.type, 'SIGSEGV')
})

test('an abort says who gave up, if stderr does', () => {
  const reason = (stderr: string): string => judge({ signal: 'SIGABRT', stderr })!.reason
  assert.match(reason(''), /stderr does not say by which/)
  assert.match(reason("node: ../addon.cc:12: Assertion `x' failed.\n"), /Native code gave up: stderr says “node: .*Assertion `x' failed\.”/)
  assert.match(reason('FATAL ERROR: HandleScope::HandleScope Entering the V8 API without proper locking in place\n'), /gave up: stderr says “FATAL ERROR: HandleScope/)
  const aborted = judge({ signal: 'SIGABRT', stderr: '----- JavaScript stack trace -----\n\n1: quit (/srv/a.js:1:28)\n2: /srv/a.js:2:1\n\n' })!
  assert.is(aborted.stack, '\n    at quit (/srv/a.js:1:28)\n    at /srv/a.js:2:1')
  assert.match(judge({ signal: 'SIGTRAP', stderr: 'Uncaught:\nTypeError: no\n' })!.reason, /--abort-on-uncaught-exception\): stderr says “TypeError: no”/)
})

test('the kernel’s counters are read where they are, of both versions of cgroups', () => {
  if (process.platform !== 'linux') return
  const files = (kills: number): Record<string, string> => ({
    '/proc/self/cgroup': '4:memory:/a\n0::/b\n', '/sys/fs/cgroup/b/memory.events': `low 0\noom 9\noom_kill ${kills}\n`,
    '/sys/fs/cgroup/memory/a/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 5\n', '/proc/vmstat': 'pgfault 1\noom_kill 7\n',
  })
  const read = (kills: number) => kernelKills(file => files(kills)[file] ?? '')
  assert.equal([...read(2)].sort(), [['/proc/vmstat', 7], ['/sys/fs/cgroup/b/memory.events', 2], ['/sys/fs/cgroup/memory/a/memory.oom_control', 5]])
  assert.is(risenKills(read(2), read(3)), 'oom_kill in /sys/fs/cgroup/b/memory.events went from 2 to 3')
  assert.is(risenKills(read(2), read(2)), undefined)
  assert.is(kernelKills(() => '').size, 0)
})

test.run()
