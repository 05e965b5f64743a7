import type { Agent } from '../agent'
import type { BreadcrumbRing } from '../breadcrumbs/breadcrumb-ring'
import type { InspectorSession } from '../inspector/session'

/** What the documents of a crash are made from: the agent of this thread, or what was brought into a program that had none. */
export interface RecordedProgram extends Pick<Agent, 'config' | 'isMainThread' | 'parentThreadId' | 'forkedBy'> {
  memoryAtStart: Agent['memoryAtStart'] | undefined
  tests: object | undefined
  breadcrumbs: Pick<BreadcrumbRing, 'read'>
  recorder: { session: Pick<InspectorSession, 'scripts' | 'sourceOf'> } | undefined
}
