import type { ArmMode } from './config'

/** What a mode of the option `arm` does not record, for people; undefined for `start`, which misses nothing that the others have. */
export function armMisses (arm: ArmMode): string | undefined {
  if (arm === 'start') return undefined
  return arm === 'off' ? 'nothing is recorded but what the program itself reports by capture(), wrap(), ghost() or an integration, and that without variables'
    : 'the first failure has no variables; those after it have, and those of the next process when one died'
}
