// Domains: errors of timers, emitters, promises and streams; nesting; run, bind, intercept, add, exit, dispose by hand.
const assert = require('node:assert')
const domain = require('node:domain')
const { EventEmitter } = require('node:events')
const fs = require('node:fs')
const seen = []
function watched (name) {
  const d = domain.create()
  d.on('error', error => {
    seen.push([name, error.message, error.domainThrown, error.domainBound === undefined, error.domainEmitter === undefined])
    assert.strictEqual(process.domain === null || process.domain === undefined || process.domain !== d, true)
  })
  return d
}
watched('timer').run(() => setTimeout(() => { throw new Error('timer') }))
watched('immediate').run(() => setImmediate(() => { throw new Error('immediate') }))
watched('tick').run(() => process.nextTick(() => { throw new Error('tick') }))
watched('microtask').run(() => queueMicrotask(() => { throw new Error('microtask') }))
watched('rejection').run(() => { Promise.reject(new Error('rejection')) })
watched('async').run(async () => { await null; throw new Error('async') })
watched('emitter').run(() => { const e = new EventEmitter(); setTimeout(() => e.emit('error', new Error('emitter'))) })
watched('fs').run(() => fs.open('/does/not/exist', 'r', error => { throw new Error(error.code) }))
watched('stream').run(() => fs.createReadStream('/does/not/exist'))
const added = new EventEmitter()
watched('added').add(added)
setTimeout(() => added.emit('error', new Error('added')))
const bound = watched('bound')
setTimeout(bound.bind(() => { throw new Error('bound') }))
setTimeout(bound.intercept(() => {}), 1, new Error('intercepted'))
const outer = watched('outer')
outer.run(() => {
  const inner = domain.create()
  inner.on('error', error => { throw new Error(`from inner: ${error.message}`) })
  inner.run(() => setTimeout(() => { throw new Error('nested') }))
})
watched('exited').run(() => {
  process.domain.exit()
  assert.ok(!process.domain)
})
process.on('exit', () => console.log(seen.map(String).sort().join('\n')))
