// A server of bench/apps/web and a load on it, processes of their own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram, VARIANTS } from './measure.mjs'

/** Starts the app under the variant, gives `load` its port and the arguments, and what `read` makes of the load's last line. */
export async function withApp (context, variant, app, load, args, read, isFailing = true) {
  const { node, temp } = context
  const repository = join(temp, 'FaultSnaps')
  const server = spawn(node, [...variant.args, app], {
    cwd: temp, stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, NODE_ENV: 'production', FAULTSNAP_REPOSITORY_DIR: repository, ...variant.env },
  })
  try {
    const [port] = await once(server.stdout, 'data')
    server.stdout.resume()
    const { output, errors, code } = await runProgram(context, VARIANTS[0], load, { args: [String(port).trim(), ...args] })
    if (code !== 0 || output.trim() === '') throw new Error(`${app} under ${variant.name}: ${code} ${errors}`)
    // A figure without a capsule would be that of a recorder that is not there.
    if (variant.name === 'FaultSnap' && isFailing !== existsSync(repository)) throw new Error(`${app}: ${isFailing ? 'no' : 'a'} capsule`)
    return read(output.trim().split('\n').at(-1))
  } finally {
    const ended = once(server, 'exit')
    server.kill()
    await ended
    rmSync(repository, { recursive: true, force: true, maxRetries: 3 })
  }
}
