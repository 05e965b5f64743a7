import { isMissing, type CrashDocument, type FrameRecord, type GraphNode, type ScopeRecord, type Value } from '../model'
import { nodeOf } from './node-of'
import { shownName } from './original-name'
import { PLUMBING } from './plumbing'

/** An object has so many functions, and three times as many as other things, that it is a module's exports. */
const MIN_FUNCTIONS = 4

/** A variable of a module that holds code: its value, by identity, is what tells it from others of its name. `shown`: see {@link shownName}. */
export interface CodeVariable { name: string, shown: string, value: Value }

/**
 * The variables of a frame's module that hold no data: functions and classes, its own and imported ones, and whole modules. They stand in
 * the source, and seldom say why something failed.
 */
export function moduleCode (crash: CrashDocument, frame: FrameRecord): CodeVariable[] {
  const found: CodeVariable[] = []
  for (const scope of frame.scopes) {
    if (!isOfModule(frame, scope)) continue
    for (const variable of scope.variables) {
      const { name, value } = variable
      if (PLUMBING.includes(name) || typeof value !== 'object' || value === null || !isCode(crash, value)) continue
      found.push({ name, shown: shownName(variable), value })
    }
  }
  return found
}

/** In CommonJS a module is a function, whose frame has its variables as locals, and the functions in it as the last closure. */
function isOfModule (frame: FrameRecord, scope: ScopeRecord): boolean {
  if (scope.type === 'module' || scope.type === 'script') return true
  const isFunction = frame.scopes.some(({ type }) => type === 'module')
  if (isFunction) return false
  if (scope.type === 'local') return PLUMBING.every(each => scope.variables.some(({ name }) => name === each))
  return scope.type === 'closure' && scope === frame.scopes.findLast(({ type }) => type === 'closure')
}

function isCode (crash: CrashDocument, value: Value): boolean {
  if (isMissing(value)) return value.type === 'function'
  const node = nodeOf(crash, value)
  return node !== undefined && (node.type === 'function' || node.subtype === 'module' || isExports(crash, node))
}

function isExports (crash: CrashDocument, node: GraphNode): boolean {
  if (node.className !== 'Object') return false
  const { properties = [] } = node
  if (properties.some(({ name, symbol }) => name === '__esModule' && !symbol)) return true
  const functions = properties.filter(({ value, get }) => get !== undefined || isFunction(crash, value)).length
  return functions >= MIN_FUNCTIONS && functions >= (properties.length - functions) * 3
}

const isFunction = (crash: CrashDocument, value: Value): boolean =>
  isMissing(value) ? value.type === 'function' : nodeOf(crash, value)?.type === 'function'
