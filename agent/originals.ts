/** What the parts that are compiled later take from here, as it was before the program ran: fake clocks and formatters come then. */
export const timers = { setTimeout, clearTimeout, setImmediate }
export const cpuUsage = process.cpuUsage.bind(process)
/** Node's own formatter, before any program replaced it. */
export const defaultPrepare = Error.prepareStackTrace
/** V8's accessor, where `stack` is none of the error's data (Node 21 and later). */
export const nativeStackGetter = Object.getOwnPropertyDescriptor(new Error('probe'), 'stack')?.get
