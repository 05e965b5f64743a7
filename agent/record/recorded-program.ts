import type { Agent } from '../agent'
import type { BreadcrumbRing } from '../breadcrumbs/breadcrumb-ring'
import type { InspectorSession } from '../inspector/session'
import type { ProcessUsage } from './process-usage'

/** What the documents of a crash are made from: the agent of this thread, or what was brought into a program that had none. */
export interface RecordedProgram extends Pick<Agent, 'config' | 'isMainThread' | 'parentThreadId' | 'forkedBy'> {
  memoryAtStart: Agent['memoryAtStart'] | undefined
  /** What the process used before anything of ours was started for the crash. */
  usageAtCrash?: ProcessUsage | undefined
  tests: object | undefined
  /** Absent: as configured. */
  readonly place?: Agent['place']
  breadcrumbs: Pick<BreadcrumbRing, 'read'>
  recorder: { session: Pick<InspectorSession, 'scripts' | 'sourceOf'> } | undefined
}
