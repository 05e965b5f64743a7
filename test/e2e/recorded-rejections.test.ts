import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { crashTest, lineOf, placeOf, topFrame } from './crash-test'

const refused = {
  signal: 'unhandledRejection', type: 'Error', message: 'card refused 42', at: 'pay',
  variables: { amount: 42, order: { price: 21 } },
}

crashTest('an unhandled rejection is recorded in the default mode', 'rejection.js', {
  code: 1,
  stdout: 'paying\n',
  capsule: refused,
})

for (const [mode, code] of [['throw', 1], ['strict', 1], ['warn', 0], ['none', 0], ['warn-with-error-code', 1]] as const) {
  crashTest(`an unhandled rejection is recorded in the mode ${mode}`, 'rejection.js', {
    nodeArgs: [`--unhandled-rejections=${mode}`],
    code,
    // In the mode `strict` Node raises it as an exception; in the others it stays a rejection.
    capsule: { ...refused, ...mode === 'strict' && { signal: undefined } },
  })
  crashTest(`an unhandled rejection is recorded with a handler of the program in the mode ${mode}`, 'rejection-handler.js', {
    nodeArgs: [`--unhandled-rejections=${mode}`],
    code: mode === 'strict' ? 1 : 0,
    capsule: { ...refused, ...mode === 'strict' && { signal: undefined } },
  })
}

crashTest('a mode that NODE_OPTIONS sets counts', 'rejection.js', {
  env: { NODE_OPTIONS: '--unhandled-rejections=warn' },
  code: 0,
  stdout: 'paying\ndone\n',
  capsule: refused,
})

for (const how of ['added', 'anew']) {
  crashTest(`an error that a library passes on with the stack of who waits for it, ${how}, has the program's frames`, 'passed-on-longer.js', {
    args: [how],
    code: 1,
    capsule: { signal: 'unhandledRejection', type: 'Error', message: 'refused', at: 'fetchRates', marker: '// waits here' },
    check: ({ recorded }, { crash: { frames, exception } }) => {
      assert.equal(frames.filter(({ inApp }) => inApp).map(frame => [frame.function, frame.kind, frame.missing, frame.script !== undefined]), [
        ['fetchRates', 'async', 'async', true], ['main', 'async', 'async', true],
      ])
      // Where it was thrown is above them still.
      assert.is(frames[0]!.kind, 'call')
      assert.not.ok(frames.some(({ file }) => file === '/srv/other.js'))
      for (const line of exception.stack.split('\n')) assert.ok(recorded.stderr.includes(line), line)
    },
  })
}

crashTest('an unhandled rejection whose handler ends the program is recorded once', 'rejection-handler-exits.js', {
  code: 3,
  capsule: refused,
})

crashTest('nothing is written of a rejection that gets its handler later', 'rejection-handled-late.js', {
  code: 0,
  stdout: 'unhandled for now\ncaught attempt 1\nhandled after all\n',
})

for (const mode of ['warn', 'none']) {
  crashTest(`nothing is written of a rejection that is handled later in the mode ${mode}`, 'rejection-handled-late-warn.js', {
    nodeArgs: [`--unhandled-rejections=${mode}`],
    code: 0,
    stdout: 'caught attempt 1\n',
  })
}

crashTest('nothing is written of a rejection that is handled in its turn', 'rejection-handled-soon.js', { code: 0 })

crashTest('a rejection with a reason that is no error is recorded', 'rejection-primitive.js', {
  code: 1,
  capsule: { signal: 'unhandledRejection', type: 'string', message: 'refused with 402', at: 'pay', variables: { code: 402 } },
})

crashTest('a call of reject with an error that nobody threw is recorded', 'rejection-reject.js', {
  code: 1,
  capsule: {
    signal: 'unhandledRejection', type: 'Error', message: 'no answer to select after 2', at: '',
    variables: { attempts: 2, text: 'select' },
  },
})

crashTest('a rejection of an async generator is recorded', 'async-generator.js', {
  code: 1,
  capsule: {
    signal: 'unhandledRejection', type: 'Error', message: 'page 3 is torn', at: 'pages',
    variables: { page: 3, count: 5 },
  },
})

crashTest('callers that are suspended in an await are listed, without variables', 'async-frames.js', {
  code: 1,
  capsule: {
    signal: 'unhandledRejection', type: 'Error', message: 'no 4', at: 'read',
    variables: { parts: ['order', '4'], key: 'order:4' },
  },
  check: (_, capsule) => {
    const { index } = topFrame(capsule)
    const callers = capsule.crash.frames.slice(index + 1).filter(({ inApp }) => inApp)
    assert.equal(callers.map(({ kind, missing, scopes }) => ({ kind, missing, scopes })), [
      { kind: 'async', missing: 'async', scopes: [] }, { kind: 'async', missing: 'async', scopes: [] },
    ])
    const places = callers.map(frame => { const { function: name, line } = placeOf(capsule, frame.index); return { name, line } })
    assert.equal(places, [
      { name: 'load', line: lineOf('crashes/async-frames.js', '// awaits read here') },
      { name: 'main', line: lineOf('crashes/async-frames.js', '// awaits load here') },
    ])
  },
})

const stoodBack = { args: [] as string[], isUncompared: true, recordedEnv: { FAULTSNAP_PAUSE_BURST_MS: '0', FAULTSNAP_PAUSE_BUDGET_PERCENT: '0' } }
const seen = { args: [] as string[], isUncompared: true, recordedEnv: { FAULTSNAP_PAUSE_BURST_MS: '10000' } }

for (const [way, title] of [['later', 'rejected later'], ['again', 'thrown again'], ['kept', 'thrown again when it was kept']] as const) {
  let fingerprint: string | undefined
  crashTest(`an error that was thrown unseen and is ${title} is shown where its stack says`, 'stood-back.js', {
    ...stoodBack,
    args: [way],
    code: 1,
    capsule: { type: 'TypeError', message: /'unit'/, at: 'price' },
    check: (_compared, { manifest, crash }) => {
      fingerprint ??= manifest.fingerprint
      assert.is(manifest.fingerprint, fingerprint)
      assert.ok(crash.notes.some(note => note.includes('stood back')), 'a note says why there are no variables')
      assert.ok(crash.frames.every(({ scopes }) => scopes.length === 0))
    },
  })
  crashTest(`it is the same crash as one that was seen thrown, ${title}`, 'stood-back.js', {
    ...seen,
    args: [way],
    code: 1,
    capsule: { type: 'TypeError', message: /'unit'/, at: 'price', variables: { line: { sku: 'B' } } },
    check: (_compared, { manifest }) => { if (fingerprint !== undefined) assert.is(manifest.fingerprint, fingerprint) },
  })
}

for (const way of ['made', 'constructed']) {
  crashTest(`an error that is new has its variables while others are not looked at: ${way}`, 'stood-back.js', {
    ...stoodBack,
    args: [way],
    code: 1,
    capsule: {
      type: 'RangeError', message: 'no price of B', at: way, marker: `// throws ${way} here`, variables: { line: { sku: 'B' } },
    },
  })
}

test.run()
