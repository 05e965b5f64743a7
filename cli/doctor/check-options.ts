import { armMisses } from '../../src/config/arm-words'
import { breadcrumbLimit } from '../../src/config/config'
import { safeText } from '../../src/terminal/safe-text'
import { browserCommand } from '../open/start-browser'
import { chooseEditor } from '../open/editor'
import type { ConfigShape, effectiveConfig } from '../effective-config'
import type { Check } from './check'
import { isCommandThere } from './check-repository'

/** Where options come from, what is wrong with them, and what would be recorded with them. */
export function checkOptions ({ config, values, file, problems }: ReturnType<typeof effectiveConfig>): Check[] {
  const set = Object.entries(values).filter(([, { origin }]) => origin !== 'default')
  const checks: Check[] = [{ name: 'options', state: problems.length === 0 ? 'ok' : 'note',
    text: [set.length === 0 ? 'all defaults' : setText(set),
      file === undefined ? 'no configuration file' : `file ${safeText(file, 500)}`].join('; ') }]
  for (const problem of problems) {
    checks.push({ name: 'options', state: 'warning', text: safeText(problem, 500),
      fix: 'Correct or remove it. "faultsnap config" shows what holds.' })
  }
  if (!config.enabled) {
    checks.push({ name: 'records', state: 'failed',
      text: `nothing: enabled is false (${safeText(values['enabled']!.origin, 500)})`, fix: 'Set enabled to true.' })
  } else if (config.signals.length === 0) {
    checks.push({ name: 'records', state: 'failed',
      text: `nothing: signals is empty (${safeText(values['signals']!.origin, 500)})`,
        fix: 'Name the signals that should be recorded.' })
  } else {
    const environment = config.captureEnvironment === 'safe' ? 'harmless' : config.captureEnvironment === true ? 'all'
      : config.captureEnvironment === false ? 'no' : 'some'
    checks.push({ name: 'records', state: 'ok', text: `${config.signals.join(', ')}; ${environment} environment variables, ` +
      `${breadcrumbLimit(config.breadcrumbs)} breadcrumbs, sources ${config.sources ? 'packed' : 'left out'}; ` +
      `keeps ${config.maxReportsPerFingerprint} per fingerprint for ${config.maxDaysToKeep} days` })
    if (!config.signals.includes('uncaughtException')) {
      checks.push({ name: 'records', state: 'warning',
        text: `uncaught exceptions are left out by signals (${safeText(values['signals']!.origin, 500)})`,
        fix: 'Add "uncaughtException" to signals.' })
    }
  }
  const misses = armMisses(config.arm)
  if (config.enabled && misses !== undefined) {
    checks.push({ name: 'arm', state: config.arm === 'off' ? 'warning' : 'note',
      text: `${config.arm} (${safeText(values['arm']!.origin, 500)}): ${misses}`,
      fix: 'Set arm to "start" where the variables of every crash are wanted.' })
  }
  return checks
}

/** Names and origins; values only of `config`, which is asked for them. */
const setText = (set: [string, ConfigShape['values'][string]][]): string =>
  set.map(([name, { origin }]) => `${name} from ${safeText(origin, 300)}`).join(', ')

/** Whether `open` and `html --open` find what they start. Nothing that the recorder needs. */
export function checkTools (env: Record<string, string | undefined>): Check[] {
  const editor = findEditor(env)
  const [browser = ''] = browserCommand('', env, process.platform)
  return [
    editor === undefined ? { name: 'editor', state: 'note', text: '"faultsnap open" finds no editor',
      fix: 'Set EDITOR, for example to "code --wait".' }
      : isCommandThere(editor, env) ? { name: 'editor', state: 'ok', text: safeText(editor, 300) }
        : { name: 'editor', state: 'note', text: `there is no command ${safeText(editor, 300)}`,
          fix: 'Set EDITOR to a command that there is.' },
    isCommandThere(browser, env) ? { name: 'browser', state: 'ok', text: safeText(browser, 300) }
      : { name: 'browser', state: 'note', text: `"faultsnap html --open" finds no ${safeText(browser, 300)}`,
        fix: 'Open the page in a browser by hand.' },
  ]
}

function findEditor (env: Record<string, string | undefined>): string | undefined {
  try {
    return chooseEditor(env)?.command
  } catch {
    return undefined
  }
}
