import type { FrameRecord, ScopeRecord, ScopeType } from '../../model'
import { safeText } from '../../terminal/safe-text'
import { missingFrameWords } from '../../values/missing-frame'
import { missingWords } from '../../values/missing-words'
import { shownName } from '../../values/original-name'
import { isPlumbing } from '../../values/plumbing'
import { stoppedFrameOf } from '../../values/top-frame'
import { noteRow, valueRow, type Container, type Row } from './row'
import type { PostmortemView, ValueFormat } from './view'

/** DAP `Scope` before references are numbered. */
export interface ScopeLine { name: string, isLocals: boolean, isExpensive: boolean, opens: Container }

const NAMES: Readonly<Record<ScopeType, string>> = {
  local: 'Local', block: 'Block', closure: 'Closure', catch: 'Catch', module: 'Module', script: 'Script', global: 'Global', with: 'With',
  eval: 'Eval', 'wasm-expression-stack': 'Wasm expression stack',
}

/**
 * The scopes of a frame, innermost first: at the frames where the error is looked at, what was thrown goes before them; last what is
 * known of the crash as a whole. A frame without variables has one that says why.
 */
export function scopesOf ({ crash }: PostmortemView, frame: FrameRecord): ScopeLine[] {
  const isTop = frame.index === 0 || frame === stoppedFrameOf(crash.frames)
  const words = missingFrameWords(crash, frame)
  const own = frame.scopes.map((scope, at): ScopeLine => ({
    name: scopeName(scope, frame.function), isLocals: scope.type === 'local', isExpensive: scope.type === 'global',
    opens: { kind: 'scope', frame: frame.index, scope: at },
  }))
  return [
    ...isTop ? [{ name: 'Exception', isLocals: false, isExpensive: false, opens: { kind: 'exception' } } as ScopeLine] : [],
    ...own,
    ...own.length > 0 ? [] : [{
      name: `No variables (${words?.label ?? 'none'})`, isLocals: true, isExpensive: false, opens: { kind: 'no-scopes', frame: frame.index },
    } as ScopeLine],
    { name: 'Crash', isLocals: false, isExpensive: true, opens: { kind: 'crash', at: [] } },
  ]
}

/** V8 names the function of every scope: that of the frame itself stands above already. */
function scopeName ({ type, name }: ScopeRecord, own: string): string {
  const text = Object.hasOwn(NAMES, type) ? NAMES[type] : safeText(type, 40)
  return name === undefined || name === '' || name === own ? text : `${text} (${safeText(name, 80)})`
}

/**
 * The variables of a scope. `this` goes first in the scope of the function itself; what every CommonJS module has goes last. A
 * variable that an inner scope hides has no expression: its name means the other one.
 */
export function scopeRows (view: PostmortemView, frameIndex: number, scopeIndex: number, format: ValueFormat): (() => Row)[] {
  const frame = view.crash.frames[frameIndex]
  const scope = frame?.scopes[scopeIndex]
  if (frame === undefined || scope === undefined) return []
  const hidden = new Set(frame.scopes.slice(0, scopeIndex).flatMap(({ variables }) => variables.map(({ name }) => name)))
  const makers = scope.variables.map(({ name, value, original }) => ({
    isPlumbing: isPlumbing(frame, name),
    // An editor writes values beside the names of its source: there the code's own would be another variable's.
    make: () => valueRow(view, shownName({ name, ...original && { original } }), value, {
      ...format, path: hidden.has(name) ? undefined : name, ...isPlumbing(frame, name) && { hint: { visibility: 'internal' as const } },
    }),
  }))
  return [
    ...frame.this === undefined || scopeIndex !== thisScope(frame) ? []
      : [() => valueRow(view, 'this', frame.this!, { ...format, path: 'this' })],
    ...makers.filter(each => !each.isPlumbing).map(({ make }) => make),
    ...makers.filter(each => each.isPlumbing).map(({ make }) => make),
    ...(scope.cut ?? []).map(({ reason, count }) => () => noteRow('…',
      `${count > 0 ? count : 'an unknown number of'} more not recorded (${missingWords(reason).label})`)),
  ]
}

function thisScope ({ scopes }: FrameRecord): number {
  return Math.max(0, scopes.findIndex(({ type }) => type === 'local'))
}
