/** The last part of a path of any platform, or of a URL. */
export function basename (path: string): string {
  return path.replace(/[?#].*$/, '').replace(/^.*[\\/]/, '') || path
}
