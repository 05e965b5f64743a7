'use strict'
// If the bench is killed, so are we.
setTimeout(() => process.exit(1), 60_000).unref()

const prices = new Map([[42, { amount: 1200, currency: 'EUR' }]])

/** A few locals on three frames, as handlers have them. */
exports.priceOf = id => {
  const order = { id, lines: [{ sku: 'tea', quantity: 2 }, { sku: 'cup', quantity: 1 }] }
  const discount = { percent: 10, reason: 'returning customer' }
  return { ...order, total: totalOf(order, discount, prices.get(id)) }
}

function totalOf (order, discount, price) {
  const quantity = order.lines.reduce((sum, line) => sum + line.quantity, 0)
  return quantity * price.amount * (1 - discount.percent / 100)
}

exports.withSentry = use => { if (process.env.BENCH_SENTRY !== undefined) use(require('@sentry/node')) }
exports.withRollbar = use => { if (process.env.BENCH_ROLLBAR !== undefined) use(global.benchRollbar) }
