import type { DebugProtocol } from '@vscode/debugprotocol'
import type { Capsule } from '../../src/capsule/read'
import { createColours } from '../../src/terminal/colours'
import { safeText } from '../../src/terminal/safe-text'
import { renderBreadcrumbs } from '../../src/view/breadcrumbs'
import { renderCulprit } from '../../src/view/culprit'
import { renderException } from '../../src/view/exception'
import { renderOccasionLine } from '../../src/view/occasion'
import { renderGhost } from '../../src/view/ghost-call'

type Output = Pick<DebugProtocol.OutputEvent['body'], 'category' | 'output'>

const PLAIN = { colours: createColours({ isTTY: false, env: {}, isRefused: true }), columns: 120, isTerminal: false }
const BREADCRUMBS_SHOWN = 5

/**
 * What a person at a crash wants to read first, for the client's console: the exception and its causes (as stderr, the first), the
 * request or test, the value that broke it and where that came from, what led up to it, and what could not be recorded.
 */
export function startOutput (capsule: Capsule): Output[] {
  const { manifest, crash, breadcrumbs } = capsule
  const culprit = renderCulprit(capsule, PLAIN)
  const before = breadcrumbs.length === 0 ? []
    : ['', 'Before the crash', ...renderBreadcrumbs(capsule, PLAIN, BREADCRUMBS_SHOWN).map(line => `  ${line}`)]
  const lines = [
    ...renderOccasionLine(capsule, PLAIN),
    ...culprit.length > 0 ? ['', ...culprit] : [],
    ...renderGhost(capsule, PLAIN),
    ...before,
    ...crash.notes.map(note => `note: ${safeText(note, 1_000)}`),
    '',
    `Capsule ${[manifest.id, manifest.signal, manifest.capturedAt].map(text => safeText(text, 40)).join(', ')}. The program is dead: ` +
      'look around, evaluate, but nothing runs on. $exception is what was thrown.',
  ]
  return [
    { category: 'stderr', output: renderException(crash.exception, PLAIN).map(line => `${line}\n`).join('') },
    { category: 'console', output: lines.map(line => `${line}\n`).join('') },
  ]
}
