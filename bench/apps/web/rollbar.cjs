// Rollbar as its documentation sets it up for local variables. Items go to a sink on loopback: BENCH_ROLLBAR is its URL.
'use strict'
const { join } = require('node:path')
const Rollbar = require('rollbar')
const { default: locals } = require(join(__dirname, 'node_modules/rollbar/src/server/locals.js'))
global.benchRollbar = new Rollbar({
  accessToken: 'bench', endpoint: process.env.BENCH_ROLLBAR, captureUncaught: true, captureUnhandledRejections: true,
  exitOnUncaughtException: true, locals: { module: locals, enabled: true, uncaughtOnly: process.env.BENCH_ALL !== '1' },
})
