import type { Application, ErrorRequestHandler, Router } from 'express'

/** `minStatus`: errors answered with this status or more are recorded. Default 500; 0 records every error that comes by. */
export interface IntegrationOptions { minStatus?: number }

/** Adds the error middleware to an app or router. Call it behind the routes, and before error handlers of your own. */
export declare function install (app: Application | Router, options?: IntegrationOptions): void

/** Express' error middleware that records the error with its route and handler, and passes it on. */
export declare function errorHandler (options?: IntegrationOptions): ErrorRequestHandler
