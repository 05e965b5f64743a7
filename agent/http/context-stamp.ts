import { RequestContext } from './request-context'
import { STAMP } from './stamp'

/** Gives the object that it is constructed with: a class that extends it adds its private fields to that object. */
const Stamped = function (object: object): object { return object } as unknown as new (object: object) => object

/**
 * A request's context, found by Node's request: in a private field of that object, which nothing in the program can see. A
 * WeakMap with an entry for every request costs a server that does little a tenth of its throughput, in garbage collection
 * (measured).
 */
export class ContextStamp extends Stamped {
  #faultsnap: RequestContext

  constructor (request: object, context: RequestContext) {
    super(request)
    this.#faultsnap = context
  }

  static of (request: object): RequestContext | undefined {
    return #faultsnap in request ? (request as ContextStamp).#faultsnap : undefined
  }
}

// Whatever the bundler has made of their names.
STAMP.name = /#[\w$]+/.exec(String(ContextStamp))?.[0] ?? ''
STAMP.className = RequestContext.name
