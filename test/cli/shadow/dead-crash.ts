import type { CrashDocument, GraphNode, PropertyRecord, Value } from '../../../src/model'
import { createEvaluator, type EvaluatorOptions } from '../../../cli/shadow/create-evaluator'
import type { Evaluation, Evaluator } from '../../../src/postmortem/evaluation'
import { previewValue } from '../../../src/values/preview'
import { shadowAssets } from './shadow-assets'

/** A crash with one frame, whose variables are `variables`, over `nodes`. */
export function deadCrash (nodes: GraphNode[], variables: Record<string, Value>, more: Partial<CrashDocument['frames'][0]> = {}): CrashDocument {
  const records: PropertyRecord[] = Object.entries(variables).map(([name, value]) => ({ name, value }))
  return {
    exception: { type: 'Error', message: 'dead', stack: 'Error: dead', value: { type: 'undefined' } },
    frames: [{ index: 0, kind: 'call', function: 'f', file: '/app.js', lineNumber0: 0, columnNumber0: 0, inApp: true, scopes: [{ type: 'local', variables: records }], ...more }],
    scripts: [], nodes, thread: { id: 0, isMainThread: true }, notes: [],
  } as CrashDocument
}

export interface Session { evaluator: Evaluator, graph: GraphNode[], crash: CrashDocument, say: (expression: string) => Promise<string>, text: (result: Evaluation) => string }

/** `say`: what becomes of an expression in frame 0, on one line: the preview, `refused: …` or `thrown: …`. */
export function openSession (crash: CrashDocument, options: EvaluatorOptions = {}): Session {
  const graph = [...crash.nodes]
  const evaluator = createEvaluator(crash, graph, { assetsDir: shadowAssets(), timeoutMs: 20_000, ...options })
  const text = (result: Evaluation): string => 'value' in result ? previewValue({ ...crash, nodes: graph }, result.value, 500)
    : `${result.isRefused ? 'refused' : 'thrown'}: ${result.message.replace('FaultSnapError: ', '')}`
  return { evaluator, graph, crash, text, say: async expression => text(await evaluator.evaluate({ expression, frame: 0 })) }
}
