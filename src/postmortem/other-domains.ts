import type { Method } from './replay'

const nothing: Method = () => ({})

/**
 * Methods of other domains that clients of Node expect to be there. A domain that is not listed does not exist: DevTools takes an empty
 * success for one that does, and breaks.
 */
export const OTHER_METHODS: Readonly<Record<string, Method>> = {
  'Schema.getDomains': () => ({ domains: ['Runtime', 'Debugger', 'Profiler', 'NodeWorker', 'Schema'].map(name => ({ name, version: '1.3' })) }),
  'Console.enable': nothing, 'Console.disable': nothing, 'Console.clearMessages': nothing,
  'Profiler.enable': nothing, 'Profiler.disable': nothing, 'Profiler.setSamplingInterval': nothing,
  'NodeWorker.enable': nothing, 'NodeWorker.disable': nothing, 'NodeWorker.detach': nothing,
  'NodeRuntime.enable': nothing, 'NodeRuntime.disable': nothing, 'NodeRuntime.notifyWhenWaitingForDisconnect': nothing,
  'HeapProfiler.enable': nothing, 'HeapProfiler.disable': nothing,
}
