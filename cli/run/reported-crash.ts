import { isAbsolute, relative } from 'node:path'
import { readManifest } from '../../src/capsule/read'
import type { Manifest } from '../../src/model'
import type { LoggedCrash } from './run-log'

/** A crash of the run log with the place that its capsule names, if it could be read. */
export interface ReportedCrash extends LoggedCrash { place?: Manifest['place'] }

/** Adds the places. A capsule that was removed, or that is not packed yet, has none. */
export async function withPlaces (crashes: readonly LoggedCrash[]): Promise<ReportedCrash[]> {
  return await Promise.all(crashes.map(async crash => {
    try {
      const { place } = await readManifest(crash.file)
      return place === undefined ? crash : { ...crash, place }
    } catch {
      return crash
    }
  }))
}

/** What people call it: the test, with its attempt if it is not the first, or the error's type. Unsafe for a terminal. */
export function titleOf ({ test, type }: LoggedCrash): string {
  if (test === undefined) return type
  return test.attempt !== undefined && test.attempt > 1 ? `${test.name} (attempt ${test.attempt})` : test.name
}

/** Relative if the file lies in the folder, else as it is. */
export function pathFrom (folder: string, file: string): string {
  const path = relative(folder, file)
  return path === '' || isAbsolute(path) || /^\.\.(?:[\\/]|$)/.test(path) ? file : path
}
