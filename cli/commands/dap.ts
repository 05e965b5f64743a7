import { safeJson } from '../../src/terminal/safe-text'
import { FILE, FRAME, type Command, type CommonArguments } from '../command'
import { wrongUsage } from '../wrong-usage'

interface DapArguments extends CommonArguments { file?: string, frame?: string, port?: string, stay?: boolean }

/**
 * `faultsnap dap [file]`: a capsule for editors that speak the Debug Adapter Protocol, over stdio, or on a port of this machine.
 * Without a file the editor's launch entry names it, else it is the newest.
 */
export const dap: Command<DapArguments> = {
  usage: 'dap [file]',
  description: 'Open a crash in an editor that speaks the Debug Adapter Protocol (nvim-dap, dape, Zed, VS Code)',
  positionals: { file: { type: 'string', describe: `${FILE.file.describe}; without it the editor's launch entry says` } },
  options: {
    ...FRAME,
    port: { type: 'string', requiresArg: true, describe: 'Serve on this port of 127.0.0.1 instead of stdio, 0 for a free one' },
    stay: { type: 'boolean', describe: 'With --port: do not end with the last client' },
  },
  examples: [['dap', 'what an editor starts'], ['dap latest --port 4711 --stay', 'for editors that connect: "debugServer": 4711']],
  async run ({ file, frame, port, stay = false, json = false, repo }, io) {
    if (frame !== undefined && !/^\d{1,9}$/.test(frame)) {
      throw wrongUsage(`--frame: expected a whole number, 0 is the innermost, got ${JSON.stringify(frame)}`)
    }
    if (stay && port === undefined) throw wrongUsage('--stay is of use with --port only')
    if (json && port === undefined) throw wrongUsage('--json is of use with --port only: stdio speaks the protocol')
    const commandLine = {
      ...file !== undefined && { file }, ...repo !== undefined && { repo }, ...frame !== undefined && { frame: Number(frame) },
    }
    if (port === undefined) {
      if (process.stdin.isTTY) throw wrongUsage('An editor starts this command and talks to it on stdin; at a terminal give --port')
      const { connect } = await import('../dap/connect')
      const ending = await connect(process.stdin, process.stdout, { io, commandLine })
      process.stdin.destroy()
      if (ending === 'refused') throw wrongUsage('What came in on stdin is not the Debug Adapter Protocol: an editor starts this command.')
      return 'done'
    }
    const { servePort } = await import('../dap/serve-port')
    await servePort({ port: portOf(port), isStaying: stay, io, commandLine, listening: at => {
      io.print(json ? safeJson({ host: '127.0.0.1', port: at }) : `Debug Adapter Protocol on 127.0.0.1:${at}`)
    } })
    return 'done'
  },
}

function portOf (text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw wrongUsage(`--port: expected a number up to 65535, 0 for a free one, got ${JSON.stringify(text)}`)
}
