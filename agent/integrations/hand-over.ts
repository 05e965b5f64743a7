/** What an integration knows of a request that failed. */
export interface HandedOver {
  /** `express`: what is said to have handed the error over. */
  by: string
  /** Node's own request, where the framework has one. */
  request?: object | undefined
  /** A request without Node's: method, URL or path, headers. */
  web?: { method: string, url: string, headers: Iterable<[string, string]> } | undefined
  route?: string | undefined
  handler?: string | undefined
  params?: object | undefined
  /** Errors that are answered with less are not recorded. */
  minStatus: number
}

/** `minStatus`: errors answered with this status or more are recorded. Default 500; 0 records every error that comes by. */
export interface IntegrationOptions { minStatus?: number }

interface Receiver { requests?: { handOver: (error: unknown, handed: HandedOver) => void } | undefined }

/**
 * Gives the agent an error that a framework got. Free of Node's modules: bundlers put it where there are none. Does nothing
 * without an agent; never throws.
 */
export function handOver (error: unknown, { minStatus = 500 }: IntegrationOptions, handed: Omit<HandedOver, 'minStatus'>): void {
  try {
    const { process } = globalThis as unknown as { process?: Record<symbol, Receiver | undefined> }
    process?.[Symbol.for('faultsnap.agent')]?.requests?.handOver(error, { ...handed, minStatus })
  } catch {
    // What cannot be recorded must not be noticed.
  }
}

/** The name of a function that somebody gave one. */
export function nameOf (handler: unknown): string | undefined {
  const name = typeof handler === 'function' ? handler.name.replace(/^(?:bound )+/, '') : ''
  return name === '' || name === 'anonymous' ? undefined : name
}
