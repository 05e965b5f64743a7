/** The watching of requests, a file of its own: only processes that serve pay for it. */
export { Requests } from './http/requests'
