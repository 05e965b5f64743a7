import { ancestorsOf, calleeOf, functionName, holds, isFunction, nameOf, ownNodes, ownerOf } from './functions'
import { endingByValue } from './guarded-ending'
import { isAt, isPossible, isRejection, judgeHandler, promiseRejectedBy } from './handler-verdict'
import type { ExitPlace, Verdict } from './handler-verdict'
import { isExitReference } from './process-ending'
import { callSites, callWhereItStands, consumerOf, handlerFunctions, isChainMethod } from './promise-flow'
import { line1Of } from './syntax-tree'
import type { SyntaxNode, SyntaxTree } from './syntax-tree'
import type { Guess } from './truth'

/** A frame whose script could be read. */
export interface Place { tree: SyntaxTree, node: SyntaxNode, owner: SyntaxNode, name: string, isSuspended: boolean }

/** What became of an error: the sentence that says how it ended the process, or whether the program dealt with it. */
type Fate = { sentence: string, isSeen: boolean } | 'handled' | 'unknown'

/** Steps from one handler, caller or promise to the next; a program can call itself in circles. */
const MAX_STEPS = 200

/**
 * Follows one error from its throw outward. `at` is always the index of the frame up to which the stack has been used; a node
 * whose function is not that frame's has been found by name, behind the end of what the stack knows. `isSure` is false from a
 * handler on that throws in some of its ways only: from there only a call of `process.exit` that is known to have run counts.
 */
export class ErrorPath {
  private steps = 0
  private readonly frames: readonly Place[]
  private readonly exit: ExitPlace | undefined

  constructor (frames: readonly Place[], exit: ExitPlace | undefined) {
    this.frames = frames
    this.exit = exit
  }

  /** The sentence for what became of an error that was thrown in the innermost frame, if it ended the process. */
  ending (): string | undefined {
    const { node } = this.frames[0]!
    // V8 also pauses where a promise is rejected by hand: nothing is thrown there.
    const call = enclosingCall(node)
    const isCall = call?.type === 'CallExpression' && !call.arguments.some((argument: SyntaxNode) => holds(argument, node))
    const rejected = !isCall ? undefined : isRejection(call) ? call : promiseRejectedBy(nameOf(call.callee) ?? '', call)
    const fate = rejected === undefined ? this.fromThrow(node, 0, true) : this.fromPromise(rejected, 0, true)
    return typeof fate === 'object' ? fate.sentence : undefined
  }

  private fromThrow (node: SyntaxNode, at: number, isSure: boolean): Fate {
    if (++this.steps > MAX_STEPS) return 'unknown'
    const owner = ownerOf(node)
    for (const statement of ancestorsOf(node)) {
      if (statement === owner) break
      if (statement.type !== 'TryStatement' || !holds(statement.block, node)) continue
      if (statement.handler === null) {
        if (!this.exitIsIn(statement.finalizer)) continue
        return this.ended(node, statement.finalizer, 'finally clause', 'ends the process', true, isSure)
      }
      const verdict = judgeHandler(this.treeOf(node), statement.handler, statement, this.exit)
      if (verdict.kind === 'thrown' && verdict.into === undefined) {
        isSure &&= verdict.isSure
        continue
      }
      return this.afterVerdict(verdict, statement.handler, 'catch clause', at, isSure)
    }
    return this.leave(owner, at, isSure)
  }

  /** The error leaves a function: to its caller, or as the rejection of a promise. */
  private leave (owner: SyntaxNode, at: number, isSure: boolean): Fate {
    if (!isFunction(owner) && owner.type !== 'Program') return 'unknown'
    const here = callWhereItStands(owner)
    const isCallback = here !== undefined && calleeOf(here) !== owner && !isCalledBy(here, owner)
    if (owner.async || isCallback) return this.leaveAsPromise(owner, at, isSure)
    const next = this.frames[at + 1]
    if (this.frames[at]?.owner === owner && next !== undefined) {
      const site = next.isSuspended ? awaitedCall(next, owner, this.frames[at]!.name) : undefined
      return site === undefined ? this.fromThrow(next.node, at + 1, isSure) : this.fromPromise(site, at + 1, isSure)
    }
    return isFunction(owner) ? this.leaveAsPromise(owner, at, isSure, true) : 'unknown'
  }

  /** A function's promise is rejected. `isCallback`: it has none itself, so only a chain that it was given to can take it. */
  private leaveAsPromise (owner: SyntaxNode, at: number, isSure: boolean, isCallback = false): Fate {
    const sites = this.sitesOf(owner, at, isCallback)
    return this.judgeSites(sites, ({ site, index }) => this.fromPromise(site, index, isSure))
  }

  private sitesOf (owner: SyntaxNode, at: number, isCallback: boolean): { site: SyntaxNode, index: number }[] {
    const here = callWhereItStands(owner)
    const indexOf = (site: SyntaxNode): number => {
      const found = this.frames.findIndex((frame, index) => index > at && frame.owner === ownerOf(site))
      return found < 0 ? at : found
    }
    if (here !== undefined) return [{ site: here, index: indexOf(here) }]
    const next = this.frames[at + 1]
    const isOnStack = this.frames[at]?.owner === owner
    if (isOnStack && next !== undefined) {
      const site = next.isSuspended ? awaitedCall(next, owner, this.frames[at]!.name) : enclosingCall(next.node)
      return site === undefined ? [] : [{ site, index: at + 1 }]
    }
    const tree = this.treeOf(owner)
    const trees = this.exit !== undefined && this.exit.tree !== tree ? [tree, this.exit.tree] : [tree]
    return trees.flatMap(({ program }) => callSites(owner, program, isOnStack ? this.frames[at]!.name : ''))
      .filter(site => !isCallback || !isNamed(site, owner))
      .map(site => ({ site, index: at }))
  }

  private fromPromise (expression: SyntaxNode | undefined, at: number, isSure: boolean): Fate {
    if (++this.steps > MAX_STEPS || expression === undefined) return 'unknown'
    const consumer = consumerOf(expression)
    switch (consumer.kind) {
      case 'lost': return 'unknown'
      case 'await': return this.fromThrow(consumer.node, at, isSure)
      case 'returned': return this.leaveAsPromise(consumer.owner, at, isSure)
    }
    const { handler, call } = consumer
    if (isExitReference(handler)) {
      if (this.exit !== undefined) return 'handled'
      return this.ended(call, handler, 'rejection handler', 'ends the process', false, isSure)
    }
    const tree = this.treeOf(call)
    const functions = handlerFunctions(handler, tree.program)
    if (functions.length === 0) {
      const isTheExit = this.exit?.names.has(nameOf(handler) ?? '') === true
      return isTheExit ? this.ended(call, handler, 'rejection handler', 'ends the process', true, isSure) : 'unknown'
    }
    return this.judgeSites(functions, taker => {
      const verdict = judgeHandler(tree, taker, call, this.exit)
      if (verdict.kind === 'thrown' && verdict.into === undefined) return this.fromPromise(call, at, isSure && verdict.isSure)
      if (verdict.kind === 'returned') return this.fromValue(call, verdict.value, at, isSure, taker)
      return this.afterVerdict(verdict, taker, 'rejection handler', at, isSure)
    })
  }

  private afterVerdict (verdict: Verdict, handler: SyntaxNode, kind: string, at: number, isSure: boolean): Fate {
    switch (verdict.kind) {
      case 'ended': return this.ended(handler, handler, kind, verdict.action, verdict.isSeen, isSure)
      case 'thrown': return this.fromPromise(verdict.into, at, isSure && verdict.isSure)
      case 'returned': {
        const owner = ownerOf(handler)
        if (!isFunction(owner)) return 'handled'
        const sites = this.sitesOf(owner, at, false)
        return this.judgeSites(sites, ({ site, index }) => this.fromValue(site, verdict.value, index, isSure, handler))
      }
      default: return 'handled'
    }
  }

  /** A handler made `call` give a value that tells of the error: `process.exit(await main())`. */
  private fromValue (call: SyntaxNode, value: Guess, at: number, isSure: boolean, handler: SyntaxNode): Fate {
    if (++this.steps > MAX_STEPS) return 'unknown'
    const tree = this.treeOf(call)
    const found = endingByValue(call, value, tree, this.exit === undefined)
    if (found !== undefined && isPossible(found, tree, this.exit)) {
      const action = `makes line ${line1Of(tree, found.node.start)} end the process`
      const kind = handler.type === 'CatchClause' ? 'catch clause' : 'rejection handler'
      return this.ended(handler, handler, kind, action, isAt(found, tree, this.exit), isSure)
    }
    const consumer = consumerOf(call)
    const returned = call.parent?.type === 'AwaitExpression' && call.parent.parent?.type === 'ReturnStatement'
      ? ownerOf(call) : consumer.kind === 'returned' ? consumer.owner : undefined
    if (returned === undefined || !isFunction(returned)) return 'handled'
    const sites = this.sitesOf(returned, at, false)
    return this.judgeSites(sites, ({ site, index }) => this.fromValue(site, value, index, isSure, handler))
  }

  /** One answer from several places where the error may have gone: a benign one beside the others makes it unsure. */
  private judgeSites<T> (sites: readonly T[], judge: (site: T) => Fate): Fate {
    const fates = sites.map(judge)
    const seen = fates.find(fate => typeof fate === 'object' && fate.isSeen)
    if (seen !== undefined) return seen
    if (fates.includes('handled')) return 'handled'
    return fates.find(fate => typeof fate === 'object') ?? 'unknown'
  }

  private ended (near: SyntaxNode, handler: SyntaxNode, kind: string, action: string, isSeen: boolean, isSure: boolean): Fate {
    if (!isSure && !isSeen) return 'handled'
    return { sentence: `the ${kind} at line ${line1Of(this.treeOf(near), handler.start)} ${action}`, isSeen }
  }

  private exitIsIn (node: SyntaxNode | null): boolean {
    return node !== null && this.exit !== undefined && this.exit.tree === this.treeOf(node) && holds(node, this.exit.offset)
  }

  private treeOf (node: SyntaxNode): SyntaxTree {
    let program = node
    for (const at of ancestorsOf(node)) program = at
    return this.exit?.tree.program === program ? this.exit.tree : this.frames.find(({ tree }) => tree.program === program)!.tree
  }
}

/** Where a suspended caller waits for `owner`'s promise: the call in its `await`, or the beginning of the chain there. */
function awaitedCall (place: Place, owner: SyntaxNode, name: string): SyntaxNode | undefined {
  const awaiting = [...ancestorsOf(place.node)].find(at => at.type === 'AwaitExpression' || at === place.owner)
  if (awaiting?.type !== 'AwaitExpression') return undefined
  const names = new Set([functionName(owner), name.slice(name.lastIndexOf('.') + 1)])
  for (const node of ownNodes(awaiting.argument)) {
    if (node.type === 'CallExpression' && names.has(nameOf(calleeOf(node)))) return node
  }
  let base: SyntaxNode = awaiting.argument
  while (base.type === 'CallExpression' && isChainMethod(nameOf(calleeOf(base)))) base = calleeOf(base).object
  return base
}

/** The call that a frame on the stack stands in. */
function enclosingCall (node: SyntaxNode): SyntaxNode | undefined {
  for (const at of ancestorsOf(node)) {
    if (/^(?:CallExpression|NewExpression|TaggedTemplateExpression)$/.test(at.type)) return at
    if (at === ownerOf(node)) return undefined
  }
  return undefined
}

const isNamed = (site: SyntaxNode, owner: SyntaxNode): boolean => nameOf(calleeOf(site)) === functionName(owner)

/** `function () { … }.call(this)`. */
const isCalledBy = (call: SyntaxNode, owner: SyntaxNode): boolean =>
  owner.parent?.type === 'MemberExpression' && holds(calleeOf(call), owner)
