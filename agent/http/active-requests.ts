import type { RequestContext } from './request-context'

/** The requests that are being handled, as a list linked through them: to add and remove one is next to nothing. */
export class ActiveRequests {
  private first: RequestContext | undefined

  add (context: RequestContext): void {
    const { first } = this
    context.after = first
    if (first !== undefined) first.before = context
    this.first = context
  }

  remove (context: RequestContext): void {
    const { before, after } = context
    if (before !== undefined) before.after = after
    else if (this.first === context) this.first = after
    if (after !== undefined) after.before = before
    context.before = context.after = undefined
  }

  /** The only one; undefined if there are none or several. */
  get only (): RequestContext | undefined {
    return this.first?.after === undefined ? this.first : undefined
  }

  /** Newest first. The one that is visited may be removed. */
  forEach (visit: (context: RequestContext) => void): void {
    for (let context = this.first; context !== undefined;) {
      const { after } = context
      visit(context)
      context = after
    }
  }
}
