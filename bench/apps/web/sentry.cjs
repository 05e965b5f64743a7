// Sentry as its documentation sets it up for local variables. Events go to a sink on loopback: BENCH_SENTRY is its DSN.
'use strict'
require('@sentry/node').init({
  dsn: process.env.BENCH_SENTRY, includeLocalVariables: true, tracesSampleRate: 0,
})
