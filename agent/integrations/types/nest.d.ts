import type { ArgumentsHost, HttpServer, INestApplication } from '@nestjs/common'
import type { BaseExceptionFilter } from '@nestjs/core'

/** `minStatus`: errors answered with this status or more are recorded. Default 500; 0 records every error that comes by. */
export interface IntegrationOptions { minStatus?: number }

/**
 * Nest's exception filter: records exceptions with their route and handler, and answers them as Nest does. Extend it to answer
 * otherwise.
 */
export declare class FaultSnapFilter extends BaseExceptionFilter {
  /** `adapter`: `app.getHttpAdapter()`; not needed where Nest makes the filter (`APP_FILTER`). */
  constructor (adapter?: HttpServer, options?: IntegrationOptions)
  catch (exception: unknown, host: ArgumentsHost): void
}

/** Adds the filter to an app, and an interceptor that tells it which controller and method the request came to. */
export declare function install (app: INestApplication, options?: IntegrationOptions): void
