import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { InspectorSession } from '../../../agent/inspector/session'

test('of scripts without a name only the latest are remembered, of those with one all', () => {
  const session = new InspectorSession()
  try {
    const before = session.scripts.size
    for (let index = 0; index < 5_000; index++) new Function(`return ${index}`)
    for (let index = 0; index < 50; index++) new Function(`return ${index}\n//# sourceURL=named-${index}.js`)
    assert.ok(session.scripts.size <= before + 2_000 + 50, String(session.scripts.size - before))
    let named = 0
    session.scripts.forEach(({ url }) => { if (url.startsWith('named-')) named++ })
    assert.is(named, 50)
    let last = ''
    session.scripts.forEach(({ id, url }) => { if (url === '') last = id })
    assert.match(session.sourceOf(last)!, /return 4999/)
  } finally {
    session.close()
  }
})

test.run()
