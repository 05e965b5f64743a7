// All that runs at the end, in its order, once.
const log = []
process.on('beforeExit', code => { log.push(['beforeExit', code]); if (log.filter(([name]) => name === 'beforeExit').length < 2) setTimeout(() => log.push(['more'])) })
process.prependListener('exit', code => log.push(['exit 0', code]))
process.on('exit', function (code) { log.push(['exit 1', code, this === process, arguments.length, process.listenerCount('exit'), process._exiting]); process.exitCode = 3 })
process.once('exit', code => { log.push(['exit once', code]); Promise.resolve().then(() => console.log('never')); setTimeout(() => console.log('never')) })
process.on('exit', () => console.log(log.map(String).join('\n'), process.listenerCount('exit'), process.rawListeners('exit').length))
