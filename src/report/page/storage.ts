/** What the reader chose, where the browser keeps anything for a page that is a file. */
export function remembered (name: string): string | undefined {
  try {
    return localStorage.getItem(`faultsnap ${name}`) ?? undefined
  } catch {
    return undefined
  }
}

/** Keeps a choice, or forgets it. */
export function remember (name: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`faultsnap ${name}`)
    else localStorage.setItem(`faultsnap ${name}`, value)
  } catch {
    // Refused for files, or full: then it holds until the page is closed.
  }
}
