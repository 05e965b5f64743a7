import type { Middleware } from 'koa'

/** `minStatus`: errors answered with this status or more are recorded. Default 500; 0 records every error that comes by. */
export interface IntegrationOptions { minStatus?: number }

/** Koa's middleware, to be used first: records errors with their route, and throws them on. */
export declare function faultsnap (options?: IntegrationOptions): Middleware
