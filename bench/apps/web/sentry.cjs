// Sentry as its documentation sets it up for local variables. Events go to a sink on loopback: BENCH_SENTRY is its DSN.
'use strict'
const { init, localVariablesIntegration } = require('@sentry/node')
const captureAllExceptions = process.env.BENCH_ALL === '1'
init({
  dsn: process.env.BENCH_SENTRY, includeLocalVariables: true, tracesSampleRate: 0,
  integrations: [localVariablesIntegration({ captureAllExceptions })],
})
