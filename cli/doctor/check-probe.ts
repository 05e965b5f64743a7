import { safeText } from '../../src/terminal/safe-text'
import type { Check } from './check'
import type { ProbeResult } from './probe'

/** What a tried crash proves. `what` names the way it was started: `this command line`, `faultsnap run`. */
export function checkProbe (result: ProbeResult, what: string): Check[] {
  return [...checkRuntime(result), checkRecording(result, what)]
}

/** `engines` of package.json; 21 and 23 never had long-term support, and no test runs on them. */
const OLDEST = [20, 19] as const
const TESTED = [20, 22, 24, 26]

function checkRuntime ({ version, runtime }: ProbeResult): Check[] {
  if (version === undefined) return []
  if (runtime !== 'node') {
    return [{ name: 'runtime', state: 'failed', text: `${runtime} has no V8 inspector of Node's kind: nothing is recorded`,
      fix: 'Run the program with Node.js.' }]
  }
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const shown = `Node.js ${safeText(version, 40)}`
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    return [{ name: 'runtime', state: 'failed', text: `${shown} is too old`, fix: `Use Node.js ${OLDEST.join('.')} or later.` }]
  }
  return [TESTED.includes(major) ? { name: 'runtime', state: 'ok', text: `${shown} is supported` }
    : { name: 'runtime', state: 'note', text: `${shown} is not one that FaultSnap is tested on (${TESTED.join(', ')})` }]
}

function checkRecording (result: ProbeResult, what: string): Check {
  const name = 'tried crash'
  const { failure, isLoaded, capsule, stderr } = result
  if (failure === 'not-started') return { name, state: 'failed', text: `${what} could not be started: ${safeText(stderr, 200)}`,
    fix: 'Check the command and PATH.' }
  if (failure === 'timeout') return { name, state: 'failed', text: `${what} did not end within 30 s`,
    fix: 'Look for a preload that keeps the process busy.' }
  if (failure === 'ended-before') {
    return { name, state: 'failed', text: `${what} ended before it came to the script: ${telling(stderr)}`,
      fix: 'Correct the options or the preload that failed.' }
  }
  const said = saidByAgent(stderr)
  if (!isLoaded && capsule === undefined && result.agentFiles.length > 0) {
    return { name, state: 'failed', text: `${what} loads the recorder, but it did not start${said}`,
      fix: 'See "records" and "options" above.' }
  }
  if (!isLoaded && capsule === undefined) {
    return { name, state: 'failed', text: `${what} does not load the recorder${said}`,
      fix: 'Use "faultsnap run -- <command>", or "node -r faultsnap/register app.js", or put it into NODE_OPTIONS.' }
  }
  if (capsule === undefined) return { name, state: 'failed',
    text: `${what} loads the recorder, but the crash was not recorded${said}`,
    fix: 'See "records" and "options" above; FAULTSNAP_DEBUG=1 in the environment shows failures of the recorder itself.' }
  if (!result.hasVariables) {
    const notes = capsule.crash.notes.map(note => safeText(note, 300)).join(' ')
    return { name, state: 'warning', text: `${what} recorded the crash without its variables. ${notes}`.trim(),
      fix: 'Start the program without what the note names.' }
  }
  const own = safeText(capsule.manifest.generator?.version ?? 'unknown', 40)
  return { name, state: 'ok',
    text: `${what} recorded it, with its variables (faultsnap ${own})` }
}

function saidByAgent (stderr: string): string {
  const lines = stderr.split('\n').filter(line => line.startsWith('[FaultSnap]')).slice(0, 3)
  return lines.length === 0 ? '' : `. It said: ${safeText(lines.join(' '), 500)}`
}

/** The line that names the error, of what Node.js printed. */
function telling (stderr: string): string {
  const lines = stderr.split('\n').map(line => line.trim()).filter(line => line !== '')
  return safeText(lines.find(line => /Error|not allowed|bad option|[Cc]annot/.test(line)) ?? lines[0] ?? 'it printed nothing',
    300)
}
