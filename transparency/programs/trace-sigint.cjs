// flags: --trace-exit
// The flag prints the stack of process.exit.
setTimeout(function leave () { process.exit(4) })
