import type { MiddlewareHandler } from 'hono'

/** `minStatus`: errors answered with this status or more are recorded. Default 500; 0 records every error that comes by. */
export interface IntegrationOptions { minStatus?: number }

/** Hono's middleware, to be used first: records errors with their route. */
export declare function faultsnap (options?: IntegrationOptions): MiddlewareHandler
