import type { DeathRecord } from '../model'
import type { OccasionPart } from './part'

/** What is known of a process that died without a word. */
export function deathPart ({ signal, exitCode, reason, stderr, report }: DeathRecord): OccasionPart {
  const facts: OccasionPart['facts'] = []
  if (signal !== undefined) facts.push(['signal', signal])
  if (exitCode !== undefined) facts.push(['exit code', String(exitCode)])
  if (report !== undefined) facts.push(['report', `Node's diagnostic report, ${report} in the capsule`])
  return {
    kind: 'death', title: 'Death', headline: reason, facts, lists: [], values: [],
    ...stderr !== undefined && stderr !== '' && { text: { title: 'last lines of stderr', text: stderr } },
  }
}
