import type { Capsule } from '../../src/capsule/read'
import { createReplay, type Replay } from '../../src/postmortem/replay'
import type { MapFile } from '../../src/postmortem/script-list'
import type { DebugShape } from '../commands/debug'
import { createEvaluator } from '../shadow/create-evaluator'
import { launchConfiguration, writeLaunchConfiguration } from './launch-configuration'
import { createMapFile } from './map-file'
import { serveDebugger, type DebugServer } from './serve'
import { LOOPBACK } from './target'

/**
 * `writesLaunch`: VS Code's configuration is written into `cwd`. `assetsDir`: where the shadow heap's program is. `firstFrame`: the
 * innermost frame that is shown.
 */
export interface StartOptions {
  cwd: string, pathMap: readonly string[], port: number, isStaying: boolean, writesLaunch: boolean, assetsDir?: string, firstFrame?: number
}

/** Starts the server for a capsule. Throws FaultSnapError NOT_OPENED, NOT_WRITTEN. */
export async function startDebugging (capsule: Capsule, options: StartOptions):
Promise<{ server: DebugServer, shape: DebugShape, launchFile?: string }> {
  const mapFile = mapFileOf(capsule, options)
  const open = async (): Promise<Replay> => await openReplay(capsule, options, mapFile)
  const server = await serveDebugger({ capsule, port: options.port, isStaying: options.isStaying, open })
  const { port, target } = server
  try {
    const launchFile = options.writesLaunch ? writeLaunchConfiguration(options.cwd, port) : undefined
    return {
      server, ...launchFile !== undefined && { launchFile },
      shape: {
        host: LOOPBACK, port, webSocketDebuggerUrl: target.webSocketDebuggerUrl, devtoolsFrontendUrl: target.devtoolsFrontendUrl,
        nodeInspect: `node inspect ${LOOPBACK}:${port}`, vscode: launchConfiguration(port),
      },
    }
  } catch (error) {
    server.close()
    throw error
  }
}

const mapFileOf = (capsule: Capsule, { cwd, pathMap }: Pick<StartOptions, 'cwd' | 'pathMap'>): MapFile =>
  createMapFile({ cwd, pathMap, process: capsule.manifest.process })

/** A session with the crash as the command gives it to each client. With one `mapFile` sessions have their sources in common. */
export async function openReplay (
  capsule: Capsule, options: Pick<StartOptions, 'cwd' | 'pathMap' | 'assetsDir' | 'firstFrame'>, mapFile = mapFileOf(capsule, options),
): Promise<Replay> {
  const { assetsDir, firstFrame } = options
  return await createReplay(capsule, {
    mapFile, ...firstFrame !== undefined && { firstFrame }, createEvaluator: (crash, graph) => createEvaluator(crash, graph, { ...assetsDir !== undefined && { assetsDir } }),
  })
}
