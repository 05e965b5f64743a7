import type { CrashDocument, Value } from '../model'
import { deathPart } from './death-part'
import type { OccasionPart } from './part'
import { requestLine, requestPart } from './request-part'
import { testPart } from './test-part'
import { workerPart } from './worker-part'

const MAX_CHARS = 200

/** Whom the error hit and what is known of it, the most telling first. Empty for an error of nobody's in particular. */
export function occasionParts (crash: CrashDocument): OccasionPart[] {
  const { death, test, request, context } = crash
  return [
    death && deathPart(death),
    test && testPart(test),
    request && requestPart(request),
    workerPart(crash),
    context === undefined ? undefined : contextPart(context),
  ].filter(part => part !== undefined)
}

const contextPart = (value: Value): OccasionPart =>
  ({ kind: 'context', title: 'Context', headline: '', facts: [], lists: [], values: [{ name: 'context', value }] })

/** The request or the test in a line, for below the error: `GET /orders/42 answered 500 after 12 ms`. Empty without them. */
export function occasionLine ({ request, test }: CrashDocument): string {
  return test !== undefined ? `test ${test.name}` : request !== undefined ? requestLine(request) : ''
}

/** The request or the test in a few words, for a list: `GET /orders/:id`. At most 200 characters; undefined without them. */
export function occasionText ({ request, test }: CrashDocument): string | undefined {
  const text = test !== undefined ? test.name : request !== undefined ? `${request.method} ${request.route ?? request.path}` : undefined
  if (text === undefined || text.length <= MAX_CHARS) return text
  return text.slice(0, MAX_CHARS - 1).replace(/[\ud800-\udbff]$/, '') + '…'
}
