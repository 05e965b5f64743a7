import type { Debugger } from 'node:inspector'
import { Script } from 'node:vm'
import { FaultSnapError } from '../../src/errors'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import { safeText } from '../../src/terminal/safe-text'
import { wrongUsage } from '../wrong-usage'
import { findPlace, type FoundPlace } from './find-place'
import { noMapText } from './local-files'
import type { PlaceMode } from './requests'
import type { Target, TargetScript } from './target'
import type { Verdict, WaitOptions } from './wait-for'

/** How many lines further on a place is looked for where a pause is possible. */
const MAX_LINES = 50

/** Breakpoints at a line: in every script that it is part of, and in those that are loaded while we wait. */
export class PlaceWatch implements Pick<WaitOptions, 'judge' | 'spent' | 'stop' | 'occurrenceOf' | 'restart'> {
  private readonly breakpoints = new Map<string, string>()
  private file = ''
  private line1: number

  constructor (private readonly target: Target, private readonly mode: PlaceMode, private readonly tell: (text: string) => void) {
    this.line1 = mode.line1
  }

  /** Throws FaultSnapError USAGE for a condition that V8 cannot parse, a line behind the file's end, a name that several files have. */
  async start (): Promise<void> {
    this.checkCondition()
    const late: TargetScript[] = []
    this.target.onScript = script => { late.push(script) }
    const found = await Promise.all([...this.target.scripts.values()].map(async script => await findPlace(script, this.mode, this.isMapOf)))
    const places = found.filter(place => place !== undefined)
    const files = [...new Set(places.map(({ file }) => file))]
    const own = files.filter(isInApp)
    const candidates = own.length > 0 ? own : files
    if (candidates.length > 1) {
      throw wrongUsage(`--at: "${safeText(this.mode.file, 200)}" is the end of several paths: ${safeText(candidates.slice(0, 5).join(', '), 500)}. Give more of the path.`)
    }
    this.target.onScript = script => { void this.add(script).catch(() => {}) }
    for (const place of places) if (place.file === candidates[0]) await this.set(place)
    for (const script of late) this.target.onScript(script)
    if (candidates.length === 0) this.tell(`No script of the program has ${safeText(this.mode.file, 200)}:${this.mode.line1} yet: waiting for it to be loaded`)
  }

  readonly judge = ({ hitBreakpoints = [] }: Debugger.PausedEventDataType): Verdict => hitBreakpoints.some(id => this.breakpoints.has(id)) ? 'take' : 'leave'

  readonly spent = (): void => {}

  /** The scripts are told of again, and the breakpoints set with them. */
  readonly restart = async (): Promise<void> => {}

  readonly stop = async (): Promise<void> => {
    this.target.onScript = () => {}
    const ids = [...this.breakpoints.keys()]
    await Promise.all(ids.map(async breakpointId => await this.target.connection.send('Debugger.removeBreakpoint', { breakpointId })))
  }

  readonly occurrenceOf = (): ReturnType<WaitOptions['occurrenceOf']> => {
    const place = `${this.file.split(/[\\/]/).at(-1)}:${this.line1}`
    return { hasException: false, occurrence: { exception: { type: 'Paused', message: `at ${place}` }, isIdle: false, notes: [] } }
  }

  private readonly isMapOf = async (script: TargetScript): Promise<boolean> => {
    const compared = await this.target.localFiles.compare(script)
    if (compared !== 'same') this.tell(safeText(noMapText(fileOfUrl(script.url), compared), 500))
    return compared === 'same'
  }

  private async add (script: TargetScript): Promise<void> {
    const place = await findPlace(script, this.mode, this.isMapOf)
    if (place !== undefined && (this.file === '' || place.file === this.file)) await this.set(place)
  }

  private async set ({ file, script, start, line1, fits }: FoundPlace): Promise<void> {
    const { condition } = this.mode
    const { locations } = await this.target.connection.send<Debugger.GetPossibleBreakpointsReturnType>('Debugger.getPossibleBreakpoints', {
      start: { scriptId: script.id, lineNumber: start.line0, columnNumber: start.column0 }, end: { scriptId: script.id, lineNumber: start.line0 + MAX_LINES },
    })
    // V8 may list nothing of functions whose bytecode it has thrown away; a breakpoint has them compiled.
    const found = locations.find(({ lineNumber, columnNumber = 0 }) => fits(lineNumber, columnNumber)) ?? locations[0] ??
      { lineNumber: start.line0, columnNumber: start.column0 }
    const noCode = (): Error => wrongUsage(`--at: ${safeText(file, 200)}:${this.mode.line1} has no code that a program could stop at, nor have the ${MAX_LINES} lines after it`)
    let actualLocation = { lineNumber: found.lineNumber, columnNumber: found.columnNumber }
    await this.target.connection.sendThen<Debugger.SetBreakpointReturnType>('Debugger.setBreakpoint', {
      location: { scriptId: script.id, lineNumber: found.lineNumber, columnNumber: found.columnNumber }, ...condition !== undefined && { condition },
    }, ({ breakpointId, actualLocation: { lineNumber, columnNumber } }) => {
      this.breakpoints.set(breakpointId, script.id)
      actualLocation = { lineNumber, columnNumber }
    }).catch((error: Error) => { throw error instanceof FaultSnapError || locations.length > 0 ? error : noCode() })
    this.file = file
    this.line1 = fits(actualLocation.lineNumber, actualLocation.columnNumber ?? 0) ? line1 : this.mode.line1
    if (this.line1 !== this.mode.line1) this.tell(`${safeText(file, 200)}:${this.mode.line1} has no code: recorded at line ${this.line1}`)
  }

  /** Compiled here, where nothing of it runs: V8 takes a condition that it cannot parse for one that is never true. */
  private checkCondition (): void {
    const { condition } = this.mode
    if (condition === undefined) return
    try {
      for (const text of [`(async () => (${condition}\n))`, `(async () => ${condition}\n)`]) new Script(text)
    } catch (error) {
      throw wrongUsage(`--if: ${safeText(String(error), 200)} in ${safeText(condition, 200)}`)
    }
  }
}
