// Fails, as late as its argument says in milliseconds, with locals of every kind on three frames. `bench/evidence.mjs` knows them all.
'use strict'

class Money {
  #currency = 'EUR'
  constructor (amount) { this.amount = amount }
  get doubled () { return this.amount * 2 }
  show () { return `${this.amount} ${this.#currency}` }
}

class Account extends Money { owner = { name: 'Ada', address: { city: { name: 'London', zip: ['N1', '9GU'] } } } }

function settle (account, rates) {
  const undef = undefined
  const nothing = null
  const big = 9007199254740993n
  const notANumber = NaN
  const minusZero = -0
  const infinite = -Infinity
  const empty = ''
  const text = 'a "quoted" text'
  const lines = 'first\nsecond'
  const long = 'x'.repeat(3000)
  const flag = false
  const list = [1, 'two', { three: 3 }, [4, [5]]]
  const holes = [1, , 3]
  const many = Array.from({ length: 80 }, (_, index) => index * index)
  const map = new Map([['a', { n: 1 }], [{ key: true }, 2]])
  const set = new Set(['s', { inSet: 1 }])
  const when = new Date(1700000000000)
  const pattern = /ab+c/gi
  const symbol = Symbol('mark')
  const bySymbol = { [Symbol.for('id')]: 7 }
  const buffer = Buffer.from('hello')
  const floats = new Float64Array([1.5, -2.5])
  const cause = new RangeError('too far', { cause: { code: 'E_FAR' } })
  const pending = Promise.resolve({ paid: 12 })
  const proxy = new Proxy({ behind: 1 }, {})
  const weak = new WeakMap([[account, 'note']])
  const callback = function onPaid () { return list }
  const arrow = () => map
  const bare = Object.create(null, { own: { value: 1, enumerable: true } })
  const hidden = Object.defineProperty({}, 'quiet', { value: 3, enumerable: false })
  const circle = { name: 'circle' }
  circle.self = circle
  const left = { shared: list }
  const deep = { a: { b: { c: { d: { e: 'bottom' } } } } }
  const args = (function () { return arguments })('p', 2)
  const url = new URL('http://localhost:8080/a?b=c')
  const iterator = list[Symbol.iterator]()
  const password = 'correct horse battery staple'
  const login = { user: 'ada', apiKey: 'k-918273645546372819' }
  let block = 'outer'
  for (const item of list) {
    let block = `inner ${item}`
    return rates.latest[account.owner.name].apply(block)
  }
  return [undef, nothing, big, notANumber, minusZero, infinite, empty, text, lines, long, flag, holes, many, set, when, pattern, symbol,
    bySymbol, buffer, floats, cause, pending, proxy, weak, callback, arrow, bare, hidden, left, deep, args, url, iterator, password, login,
    block]
}

const outside = { closure: 'seen' }
class Desk {
  #open = true
  clerk = 'Bob'
  pay (order) {
    const account = new Account(order.total)
    const attempts = 3
    return outside && settle(account, { latest: {}, base: this.#open ? 'EUR' : 'USD' }, attempts)
  }
}

function main (orderId) {
  const basket = { orderId, total: 42 }
  return new Desk().pay(basket)
}

setTimeout(() => { main(1001) }, Number(process.argv[2] ?? 0))
