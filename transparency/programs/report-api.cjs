// process.report by hand: which stack it has, and its settings.
const { report } = process
console.log(report.reportOnFatalError, report.reportOnUncaughtException, report.reportOnSignal, report.directory, report.filename, report.signal)
function here () { return report.getReport(new Error('given')) }
const text = here()
const parsed = typeof text === 'string' ? JSON.parse(text) : text
console.log(parsed.javascriptStack.message, parsed.javascriptStack.stack[0].includes('here'), parsed.header.trigger, parsed.workers.length, parsed.libuv.filter(({ is_active, is_referenced }) => is_active && is_referenced).map(({ type }) => type))
