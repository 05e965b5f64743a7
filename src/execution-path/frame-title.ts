import type { FrameRecord } from '../model'
import { framePlace } from '../values/frame-place'

/** What runs in a frame: its function; for code of a module that Node's loader calls (`caller`) `module top level`. */
export function frameTitle (frame: FrameRecord, caller?: FrameRecord): string {
  const name = framePlace(frame).function
  if (name !== '') return name
  return caller !== undefined && LOADER.test(`${caller.file} ${caller.function}`) ? 'module top level' : '<anonymous>'
}

/** The functions of Node's loaders that call a module's code, on Node 20 to 26. */
const LOADER = /^node:internal\/modules\/(?:cjs\/loader .*_compile$|esm\/module_job (?:ModuleJob(?:Sync)?\.)?run)/
