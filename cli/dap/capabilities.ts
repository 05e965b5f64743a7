import type { DebugProtocol } from '@vscode/debugprotocol'

/** What works on a capsule, and nothing else: what is not named here a client does not offer. */
export const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsExceptionInfoRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsEvaluateForHovers: true,
  supportsLoadedSourcesRequest: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.', '#'],
  supportsValueFormattingOptions: true,
  supportsReadMemoryRequest: true,
  supportsClipboardContext: true,
  supportsTerminateRequest: true,
  supportsRestartRequest: true,
  // Nothing can be caught any more: requests about these are accepted, and have no effect.
  exceptionBreakpointFilters: [],
}
