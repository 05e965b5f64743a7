import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { GraphNode } from '../../../src/model'
import { deadCrash, openSession, type Session } from './dead-crash'

// What the capsule does not have is never made up: it is missing, and the error says why.

const range = (length: number): number[] => Array.from({ length }, (_, index) => index)
const nodes: GraphNode[] = [
  { type: 'object', className: 'Object', properties: [ // 0 user
    { name: 'name', value: 'Ann' }, { name: 'password', value: { missing: 'masked' } }, { name: 'deep', value: { missing: 'depth', type: 'object', className: 'Team' } },
    { name: 'bio', value: { missing: 'string', size: 900, value: 'Born in' } }, { name: 'age', value: { missing: 'getter' }, get: { ref: 7 } },
    { name: 'list', value: { ref: 1 } },
  ] },
  { type: 'object', subtype: 'array', className: 'Array', size: 300, elements: range(50), cut: [{ what: 'elements', reason: 'items', count: 250 }] },
  { type: 'object', className: 'Object', properties: range(50).map(index => ({ name: `k${index}`, value: index })), cut: [{ what: 'properties', reason: 'items', count: 20 }] },
  { type: 'object', subtype: 'map', className: 'Map', size: 60, entries: [['a', 1], ['b', { missing: 'masked' }]], cut: [{ what: 'entries', reason: 'items', count: 58 }] },
  { type: 'object', subtype: 'set', className: 'Set', size: 3, elements: [1, 2], cut: [{ what: 'elements', reason: 'items', count: 1 }] },
  { type: 'object', subtype: 'typedarray', className: 'Uint8Array', prototypes: ['TypedArray'], size: 1000, bytes: 'AQID', cut: [{ what: 'bytes', reason: 'items', count: 997 }] },
  { type: 'object', className: 'Account', privates: [{ name: '#pin', value: { missing: 'masked' } }, { name: '#level', value: 3 }], properties: [{ name: 'id', value: 1 }] },
  { type: 'function', className: 'Function', functionKind: 'function', properties: [{ name: 'name', value: 'age', writable: false, enumerable: false }] },
  { type: 'object', subtype: 'proxy', className: 'Proxy', cut: [{ what: 'properties', reason: 'proxy', count: 0 }] },
  { type: 'object', subtype: 'weakmap', className: 'WeakMap' },
  { type: 'object', subtype: 'generator', className: 'Object' },
  { type: 'object', className: 'Object', cut: [{ what: 'properties', reason: 'depth', count: 0 }] },
  { type: 'object', subtype: 'array', className: 'Array', size: 3, elements: [1, { missing: 'masked' }, 3] },
  { type: 'object', subtype: 'typedarray', className: 'Buffer', prototypes: ['Uint8Array', 'TypedArray'], size: 11, bytes: 'Z3LDvMOfIPCfmIA=' },
  { type: 'object', subtype: 'error', className: 'AppError', prototypes: ['Error'], properties: [{ name: 'message', value: 'bad', enumerable: false }] },
]
const crash = deadCrash(nodes, {
  user: { ref: 0 }, list: { ref: 1 }, wide: { ref: 2 }, map: { ref: 3 }, set: { ref: 4 }, bytes: { ref: 5 }, account: { ref: 6 }, fn: { ref: 7 }, proxy: { ref: 8 },
  weak: { ref: 9 }, gen: { ref: 10 }, shallow: { ref: 11 }, holed: { ref: 12 }, buffer: { ref: 13 }, failure: { ref: 14 }, gone: { missing: 'optimized-out' }, later: { missing: 'uninitialized' },
  text: { missing: 'string', size: 700, value: 'beginning' }, token: { missing: 'masked' },
})

const NOT_50_OF_300 = 'refused: only 50 of 300 elements of list were recorded (items)'
const MASKED = 'refused: user.password was masked and cannot be recovered'
const NOT_50_OF_70 = 'refused: only 50 of 70 properties of wide were recorded (items)'
const NOT_2_OF_60 = 'refused: only 2 of 60 entries of map were recorded (items)'
const ANSWERS: Record<string, string> = {
  'user.password': MASKED, 'user.password + ""': MASKED, '({ ...user }).name': MASKED, 'JSON.stringify(user)': MASKED, 'const { password } = user': MASKED,
  'Object.values(user)': MASKED, 'Object.assign({}, user)': MASKED, 'structuredClone(user)': 'refused: structuredClone is not here: the program is dead, and expressions see its variables and the language\'s own objects',
  'Object.keys(user).join()': "'name,password,deep,bio,age,list'", 'Object.getOwnPropertyDescriptor(user, "password").value': 'undefined',
  'Object.getOwnPropertyDescriptor(user, "password").get()': MASKED, 'Reflect.get(user, "password")': MASKED, 'user["pass" + "word"]': MASKED,
  'new Proxy(user, {}).password': MASKED, 'token': 'refused: token was masked and cannot be recovered', 'typeof token': 'refused: token was masked and cannot be recovered',
  'user.deep.x': 'refused: user.deep was not recorded: it lies deeper than the option maxDepth reaches', 'user.age + 1': 'refused: user.age is a getter, which was not invoked: captured code does not run',
  'user.bio.length': '900', 'user.bio[0]': "'B'", 'user.bio[700]': 'refused: user.bio was cut: 7 of 900 characters were recorded',
  'user.bio.slice(0, 3)': 'refused: user.bio was cut: 7 of 900 characters were recorded', 'text': "'beginning'… (700 characters)", 'text.length': '700',
  'list.length': '300', 'list[49]': '49', 'list[50]': NOT_50_OF_300, 'list[300]': 'undefined', 'list.reduce((a, b) => a + b)': NOT_50_OF_300, 'list.map(x => x)': NOT_50_OF_300,
  '[...list]': NOT_50_OF_300, 'list.includes(3)': 'true', 'list.includes("none")': NOT_50_OF_300, 'list.at(-1)': NOT_50_OF_300, 'JSON.stringify(list)': NOT_50_OF_300,
  'list.slice(0, 3)': '[ 0, 1, 2 ]', 'Object.keys(list).length': '300', 'Array.isArray(list)': 'true', 'list instanceof Array': 'true', 'list.join()': NOT_50_OF_300, 'list[60] === undefined': NOT_50_OF_300,
  'let sum = 0; for (const each of list) sum += each; sum': NOT_50_OF_300, 'let sum2 = 0; for (const key in list) sum2 += list[key]; sum2': NOT_50_OF_300, 'list.sort()': NOT_50_OF_300,
  'Object.getPrototypeOf(list) === Array.prototype': 'true', 'list.__proto__ === Array.prototype': 'true',
  'wide.k49': '49', 'wide.k60': NOT_50_OF_70, 'wide.toString()': "'[object Object]'", '"k60" in wide': NOT_50_OF_70, 'Object.keys(wide).length': '70', 'Object.keys(wide)[0]': "'k0'",
  'Object.keys(wide)[69]': NOT_50_OF_70, 'Object.values(wide).reduce((a, b) => a + b)': NOT_50_OF_70, '({ ...wide })': NOT_50_OF_70, 'JSON.stringify(wide)': NOT_50_OF_70, 'for (const key in wide) key': NOT_50_OF_70,
  'wide.hasOwnProperty("k60")': NOT_50_OF_70, 'Object.entries(wide).length': '70', 'Object.getOwnPropertySymbols(wide).length': '0', 'const { k1, ...others } = wide': NOT_50_OF_70,
  'map.size': '60', 'map.get("a")': '1', 'map.get("b")': 'refused: map.get("b") was masked and cannot be recovered', 'map.get("c")': NOT_2_OF_60, 'map.has("a")': 'true', 'map.has("c")': NOT_2_OF_60, '[...map.keys()]': NOT_2_OF_60,
  'new Map(map)': 'refused: map.get("b") was masked and cannot be recovered', 'Map.prototype.get.call(map, "zz")': NOT_2_OF_60, 'map.keys().next().value': "'a'", 'map instanceof Map': 'true',
  'set.size': '3', 'set.has(1)': 'true', 'set.has(9)': 'refused: only 2 of 3 elements of set were recorded (items)', '[...set]': 'refused: only 2 of 3 elements of set were recorded (items)',
  'bytes.length': '1000', 'bytes[2]': '3', 'bytes[3]': 'refused: only 3 of 1,000 bytes of bytes were recorded (items)', 'Array.from(bytes)': 'refused: only 3 of 1,000 bytes of bytes were recorded (items)', 'bytes.slice(0, 2).length': '2',
  'bytes instanceof Uint8Array': 'true', 'buffer.toString()': "'grüß 😀'", 'buffer.toString("hex")': "'6772c3bcc39f20f09f9880'", 'buffer.readUInt8(0)': 'refused: readUInt8 is unknown: the prototype of Buffer (methods, getters) is code, which was not recorded',
  'account.id': '1', 'account.#pin': 'refused: account.#pin was masked and cannot be recovered', 'account.#level': '3', 'account.#level + 1': '4', '[account.#level]': '[ 3 ]', '#level in account': 'true', '#other in user': 'false', '#other in account': 'refused: account.#other is unknown: the prototype of Account (methods, getters) is code, which was not recorded',
  'account.#other + 1': 'refused: account.#other is unknown: the prototype of Account (methods, getters) is code, which was not recorded', 'user.#level': 'thrown: TypeError: Cannot read private member #level from an object whose class did not declare it',
  'account.total': 'refused: account.total is unknown: the prototype of Account (methods, getters) is code, which was not recorded', '`${account}`': 'refused: account.toString is unknown: the prototype of Account (methods, getters) is code, which was not recorded',
  'account.pay(3)': 'refused: account.pay is unknown: the prototype of Account (methods, getters) is code, which was not recorded', 'account instanceof Account': 'true', 'account instanceof Nobody': 'thrown: ReferenceError: Nobody is not defined',
  'account.constructor.name': "'Account'", 'new account.constructor()': 'refused: Account is a class of the program, and captured classes do not run', 'JSON.stringify(account)': `'{"id":1}'`,
  'failure.message': "'bad'", 'failure instanceof Error': 'true', 'failure.name': 'refused: failure.name is unknown: the prototype of AppError (methods, getters) is code, which was not recorded', 'failure.stack + ""': 'refused: failure.stack was not recorded: only the stack of the exception and of its causes is known',
  'fn()': 'refused: fn was called, but captured functions do not run: the program is dead', 'new fn': 'refused: fn was called, but captured functions do not run: the program is dead', '[1].map(fn)': 'refused: fn was called, but captured functions do not run: the program is dead',
  'fn.name': "'age'", 'fn.length': 'refused: fn.length was not recorded: functions are code', 'typeof fn': "'function'", 'fn.toString()': "'function age() { [captured code] }'",
  'proxy.x': 'refused: proxy.x is behind a proxy, whose traps were not run', 'Object.keys(proxy)': 'refused: proxy is behind a proxy, whose traps were not run', 'proxy === proxy': 'true', 'typeof proxy': "'object'",
  'weak.get(user)': 'refused: what weak holds is not known: V8 tells nobody', 'gen.next()': 'refused: gen cannot go on: captured functions do not run: the program is dead', '[...gen]': 'refused: gen cannot go on: captured functions do not run: the program is dead',
  'shallow.x': 'refused: none of the properties of shallow were recorded (depth)', 'Object.keys(shallow)': 'refused: none of the properties of shallow were recorded (depth)', 'holed[1]': 'refused: holed[1] was masked and cannot be recovered',
  'holed.map(x => x)': 'refused: holed[1] was masked and cannot be recovered', 'gone': 'refused: gone was optimised away by V8', 'gone + 1': 'refused: gone was optimised away by V8',
  'later': "thrown: ReferenceError: Cannot access 'later' before initialization", '() => later': '[Function (anonymous)]', '(() => later)()': "thrown: ReferenceError: Cannot access 'later' before initialization",
  'this': 'refused: this is unknown: of this frame no variables were recorded (unavailable)', 'process.env': 'refused: process is not here: the program is dead, and expressions see its variables and the language\'s own objects',
  'try { user.password } catch (error) { error.message }': "'user.password was masked and cannot be recovered'",
}

let session: Session | undefined
test.before(() => { session = openSession(crash) })
test.after(() => session?.evaluator.close())

test('what is missing says why, however it is asked for', async () => {
  const got: Record<string, string> = {}
  for (const expression of Object.keys(ANSWERS)) got[expression] = await session!.say(expression)
  const differing = Object.keys(ANSWERS).filter(expression => got[expression] !== ANSWERS[expression])
  assert.is(differing.map(expression => `${expression}\n  is    ${got[expression]}\n  not   ${ANSWERS[expression]}`).join('\n'), '')
})

test('a request without side effects has paths answered, and nothing else', async () => {
  const quiet = async (expression: string): Promise<string> => session!.text(await session!.evaluator.evaluate({ expression, frame: 0, throwOnSideEffect: true }))
  assert.is(await quiet('user.name'), "'Ann'")
  assert.is(await quiet('user.none'), 'undefined')
  assert.is(await quiet('1 + 1'), 'refused: Without side effects only paths of recorded properties are answered')
  assert.is(await quiet('list.map(String)'), 'refused: Without side effects only paths of recorded properties are answered')
})

test('a frame without variables says why for every name but those of the language', async () => {
  const other = openSession(deadCrash([], {}, { scopes: [], missing: 'async' }))
  for (const [expression, name] of [['total', 'total'], ['total + 1', 'total'], ['this', 'this'], ['[this]', 'this']]) {
    assert.is(await other.say(expression!), `refused: ${name} is unknown: its function was suspended in an await, and was not on the stack`)
  }
  assert.is(await other.say('[1, 2].length'), '2')
  other.evaluator.close()
})

test.run()
