// An Express app: `/orders/42` answers, `/fail` throws in a handler two functions deep. Prints its port.
'use strict'
const express = require('express')
const { priceOf, withRollbar, withSentry } = require('./shared.cjs')

const app = express()
app.get('/orders/:id', (request, response) => { response.json(priceOf(Number(request.params.id))) })
app.get('/fail', (request, response) => { response.json(priceOf(undefined)) })
withSentry(sentry => sentry.setupExpressErrorHandler(app))
withRollbar(rollbar => app.use(rollbar.errorHandler()))
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port))
