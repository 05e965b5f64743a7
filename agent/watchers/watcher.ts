/** A tool that restarts the program when files change. `isTriggeredBy`: whether it does so for this one, absolute. */
export interface Watcher { name: string, isTriggeredBy: (file: string) => boolean }

/** With forward slashes, as patterns have them. */
export const slashed = (path: string): string => process.platform === 'win32' ? path.replaceAll('\\', '/') : path

/** Whether a path is the folder or in it; both with forward slashes. */
export function isWithin (folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}
