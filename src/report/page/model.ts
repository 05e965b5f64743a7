/// <reference lib="dom" />
import type { Breadcrumb, CrashDocument, EnvironmentRecord, Manifest } from '../../model'
import type { SourceWindow } from '../source-window'

/** What the page knows: the JSON of its data block. Texts are the program's own: pass them through `printable`. */
export interface PageModel {
  manifest: Omit<Manifest, 'entries'>
  crash: CrashDocument
  environment: EnvironmentRecord
  /** Oldest first. */
  breadcrumbs: Breadcrumb[]
  /** The lines around the frames' places, by ZIP path, in order. */
  sources: Record<string, SourceWindow[]>
  /** Template of links into an editor, with `{path}`, `{line}`, `{column}`. */
  editorUrl: string
  /** `recorded=local`, see `localPath`. */
  pathMap: string[]
}

/** Reads the data block. Undefined where there is none, or where it is broken: then the page stays as it was written. */
export function readModel (): PageModel | undefined {
  try {
    const text = document.getElementById('report-data')?.textContent ?? ''
    return text === '' ? undefined : JSON.parse(text) as PageModel
  } catch {
    return undefined
  }
}
