import { guarded } from '../boundary'
import type { Masker } from '../../src/mask/masker'
import type { Snapshot } from '../snapshot/snapshot'

/**
 * Tells a crash's masker of the secrets that stand where the walk did not look: the environment as it is now (`dotenv` filled it
 * after the start), the arguments, and the texts of the error. Then a copy of one is found in what was walked.
 */
export function learnSecrets ({ masker, exception }: Snapshot): void {
  guarded('environment', () => learnEnvironment(process.env, masker))
  masker.addTaintsOf(process.argv)
  masker.addTaintsOf(process.execArgv)
  masker.maskText(exception.stack)
}

function learnEnvironment (environment: NodeJS.ProcessEnv, masker: Masker): void {
  for (const name of Object.keys(environment)) {
    const value = environment[name]
    if (value === undefined || value === '') continue
    if (masker.isSecretName(name)) masker.addTaint(value, name)
    else masker.maskText(value)
  }
}
