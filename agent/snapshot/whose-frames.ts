import type { Debugger } from 'node:inspector'
import { pathToFileURL } from 'node:url'
import { isGhostScript } from '../ghost/ghost-script'
import type { InspectorSession } from '../inspector/session'
import { stringIncludes, stringStartsWith } from '../primordials'

type Frames = readonly Debugger.CallFrame[]

/** Whose code the frames of a pause are of: the program's, a package's, Node's or ours, by the URLs of their scripts. */
export class WhoseFrames {
  private readonly scripts: InspectorSession['scripts']
  private readonly ownScripts: string
  private readonly ownScriptUrls: string
  private readonly isGhosted: (functionName: string) => boolean

  /** `ownScripts`: the folder of the agent's own files. `isGhosted`: whether functions of this name are in `ghost()`. */
  constructor (scripts: InspectorSession['scripts'], ownScripts: string, isGhosted: (functionName: string) => boolean) {
    this.scripts = scripts
    this.ownScripts = ownScripts
    this.ownScriptUrls = pathToFileURL(ownScripts).href
    this.isGhosted = isGhosted
  }

  /** Whether a script is the agent's own, whose frames are not the program's. Node names scripts by file URL, or by path. */
  isOwnScript (url: string): boolean {
    return stringStartsWith(url, this.ownScripts) || stringStartsWith(url, this.ownScriptUrls)
  }

  /**
   * The place that a throw is counted for, empty if it is not. What a library throws on behalf of many, assertions of a test run or errors of the file
   * system, is told apart by what calls it.
   */
  siteOf (callFrames: Frames): string {
    if (callFrames.length === 0 || this.isLoaderProbe(callFrames)) return ''
    const { scriptId, lineNumber, columnNumber } = this.placeOf(callFrames)
    return `${scriptId}:${lineNumber}:${columnNumber}`
  }

  private placeOf (callFrames: Frames): Debugger.Location {
    for (let index = 0; index < callFrames.length; index++) {
      const { location } = callFrames[index]!
      const url = this.urlOf(location)
      if (!stringStartsWith(url, 'node:') && !stringIncludes(url, 'node_modules')) return location
    }
    return callFrames[0]!.location
  }

  /** Thrown on by a wrapper of `ghost()`, straight or through WebAssembly: V8 did not pause where it was thrown, and here is too late. */
  isPassedOn (callFrames: Frames): boolean {
    for (let index = 0; index < callFrames.length && index < 2; index++) {
      const url = this.urlOf(callFrames[index]!.location)
      if (isGhostScript(url) && this.isOwnScript(url)) return true
      if (!stringStartsWith(url, 'wasm:')) return false
    }
    return false
  }

  /**
   * Thrown while nothing of the program runs, in Node's code that we called: even `rmSync` with `force` throws and catches an error of its
   * own on Node 20.
   */
  isOurs (callFrames: Frames): boolean {
    let hasOwn = false
    for (let index = 0; index < callFrames.length; index++) {
      const url = this.urlOf(callFrames[index]!.location)
      if (stringStartsWith(url, 'node:')) continue
      if (!this.isOwnScript(url) || isGhostScript(url)) return false
      hasOwn = true
    }
    return hasOwn
  }

  /**
   * The loader of ES modules on Node 20 finds out which specifiers are URLs by making one of each, and catches what that throws: two
   * times or more for each `import 'package'`.
   */
  isLoaderProbe (callFrames: Frames): boolean {
    return callFrames.length > 1 && this.urlOf(callFrames[0]!.location) === 'node:internal/url' &&
      stringStartsWith(this.urlOf(callFrames[1]!.location), 'node:internal/modules/esm/')
  }

  /** Whether nothing but Node's own code is on the stack. */
  isNodeAlone (callFrames: Frames): boolean {
    for (let index = 0; index < callFrames.length; index++) {
      if (!stringStartsWith(this.urlOf(callFrames[index]!.location), 'node:')) return false
    }
    return true
  }

  /** Whether a function of `ghost()` is on the stack: its wrapper, or, after an `await`, itself. */
  isWithinGhost (callFrames: Frames): boolean {
    for (let index = 0; index < callFrames.length; index++) {
      const { functionName, location } = callFrames[index]!
      if (this.isGhosted(functionName)) return true
      const url = this.urlOf(location)
      if (isGhostScript(url) && this.isOwnScript(url)) return true
    }
    return false
  }

  private urlOf ({ scriptId }: Debugger.Location): string {
    return this.scripts.get(scriptId)?.url ?? ''
  }
}
