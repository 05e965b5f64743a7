// Prints the resident memory in MB of a process that has had nothing to do for half a second.
'use strict'
setTimeout(() => console.log(process.memoryUsage.rss() / 2 ** 20), 500)
