import { oneLine, safeJson, safeText } from '../../src/terminal/safe-text'
import { openCapsule } from '../capsule-argument'
import { FILE, FRAME, type Command, type CommonArguments } from '../command'
import { frameIndex } from '../frame-option'
import { readerConfig } from '../reader-config'
import { wrongUsage } from '../wrong-usage'

interface DebugArguments extends CommonArguments { file: string, port?: string, stay?: boolean, vscode?: boolean, frame?: string }

/** `debug --json`, once the server listens. */
export interface DebugShape {
  host: string
  port: number
  webSocketDebuggerUrl: string
  devtoolsFrontendUrl: string
  nodeInspect: string
  vscode: Record<string, unknown>
}

/** `faultsnap debug <file>`: the crash as a paused debugger, for every client of the Chrome DevTools Protocol. */
export const debug: Command<DebugArguments> = {
  usage: 'debug <file>',
  description: 'Open a crash as a paused debugger (Chrome DevTools, VS Code, node inspect)',
  positionals: FILE,
  options: {
    port: { type: 'string', requiresArg: true, describe: 'Listen on this port of 127.0.0.1, by default a free one' },
    stay: { type: 'boolean', describe: 'Do not end with the last client' },
    frame: { ...FRAME.frame, describe: 'Leave out the frames inside of this one: node inspect knows the innermost only' },
    vscode: { type: 'boolean', describe: 'Write a configuration into .vscode/launch.json of this folder' },
  },
  examples: [['debug latest', 'the newest crash, paused at the throw'], ['debug latest --port 9229 --stay', 'where debuggers look by themselves'],
    ['debug latest --vscode', 'then start debugging in VS Code']],
  async run ({ file, port: given = '0', stay = false, vscode = false, frame, json, repo }, io) {
    if (!/^\d{1,5}$/.test(given) || Number(given) > 65_535) {
      throw wrongUsage(`--port: expected a number up to 65535, 0 for a free one, got ${JSON.stringify(given)}`)
    }
    const capsule = await openCapsule(file, repo, io)
    const firstFrame = frameIndex(frame, capsule.crash)
    const { startDebugging } = await import('../debug/start')
    const { server, shape, launchFile } = await startDebugging(capsule, {
      cwd: io.cwd, pathMap: readerConfig(io).config.pathMap, port: Number(given), isStaying: stay, writesLaunch: vscode,
      ...io.assetsDir !== undefined && { assetsDir: io.assetsDir }, ...firstFrame !== undefined && { firstFrame },
    })
    const stop = (): void => server.close()
    process.once('SIGINT', stop).once('SIGTERM', stop)
    try {
      if (json) io.print(safeJson(shape))
      else {
        const { type, message } = capsule.manifest.exception
        io.print([
          `Paused on ${oneLine(`${type}: ${message}`, 200)}`,
          '',
          `  Terminal  ${shape.nodeInspect}`,
          `  Chrome    chrome://inspect, "Configure", ${shape.host}:${shape.port}, then "inspect"; or the address`,
          `            ${shape.devtoolsFrontendUrl}`,
          `  VS Code   ${launchFile === undefined ? `this configuration, or faultsnap debug with --vscode: ${JSON.stringify(shape.vscode)}`
            : `"Run and Debug", ${JSON.stringify(shape.vscode['name'])} (written to ${safeText(launchFile, 300)})`}`,
          '',
          stay ? 'Ctrl-C ends it.' : 'It ends with its last client, or with Ctrl-C.',
        ].join('\n'))
      }
      await server.ended
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop)
    }
    return 'done'
  },
}
