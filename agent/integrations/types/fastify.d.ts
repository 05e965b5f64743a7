import type { FastifyPluginCallback } from 'fastify'

/** `minStatus`: errors answered with this status or more are recorded. Default 500; 0 records every error that comes by. */
export interface IntegrationOptions { minStatus?: number }

/** Fastify's plugin: records errors with their route and handler, in all of the app's contexts. */
export declare const faultsnap: FastifyPluginCallback<IntegrationOptions>
export default faultsnap
