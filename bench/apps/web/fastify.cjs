// A Fastify app: `/orders/42` answers, `/fail` throws in an async handler two functions deep. Prints its port.
'use strict'
const { priceOf, withSentry } = require('./shared.cjs')
const app = require('fastify')()

withSentry(sentry => sentry.setupFastifyErrorHandler?.(app))
app.get('/orders/:id', async request => priceOf(Number(request.params.id)))
app.get('/fail', async () => priceOf(undefined))
app.listen({ port: 0, host: '127.0.0.1' }).then(() => console.log(app.server.address().port))
