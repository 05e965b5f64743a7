// Prints the time in milliseconds of the epoch, and fails with some locals; as late as its argument says in milliseconds.
'use strict'
const { writeSync } = require('node:fs')

function priceOf (order) {
  const items = order.items.map(item => ({ ...item, price: item.price * item.count }))
  const total = items.reduce((sum, { price }) => sum + price, 0)
  writeSync(1, String(Date.now()))
  return order.customer.discount.of(total)
}

const fail = () => priceOf({ id: 42, customer: { name: 'Ada' }, items: Array.from({ length: 20 }, (_, index) => ({ id: index, price: index * 3, count: 2 })) })
if (process.argv[2] === undefined) fail()
else setTimeout(fail, Number(process.argv[2]))
