// Claim: a plain HTTP server answers within 2 % as many requests. Server and load generator are processes of their own, on loopback.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { measured, printTable, programs, takeTurns, VARIANTS } from './measure.mjs'

export async function run (context) {
  printTable('HTTP: requests a second, 16 connections kept alive, 1.5 s after a warm-up',
    await takeTurns(4, variant => requestsPerSecond(context, variant), VARIANTS), { unit: '/s', digits: 0, isRate: true })
}

async function requestsPerSecond (context, variant) {
  const { node, temp } = context
  const server = spawn(node, [...variant.args, join(programs, 'http-server.cjs')], { cwd: temp, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [port] = await once(server.stdout, 'data')
    return await measured(context, VARIANTS[0], 'http-load.cjs', { args: [String(port).trim()] })
  } finally {
    const ended = once(server, 'exit')
    server.kill()
    await ended
  }
}
