import type { Instrumentation } from 'next'

/** `minStatus`: errors answered with this status or more are recorded. Default 500; 0 records every error that comes by. */
export interface IntegrationOptions { minStatus?: number }

/**
 * Next.js' hook of `instrumentation.ts`: `export { onRequestError } from 'faultsnap/next'`. The server needs the preload
 * (`NODE_OPTIONS=-r faultsnap/register`); anywhere else, and in the edge runtime, this does nothing.
 */
export declare const onRequestError: Instrumentation.onRequestError

/** {@link onRequestError} with options. */
export declare function createOnRequestError (options: IntegrationOptions): Instrumentation.onRequestError
