// What children inherit of the environment, but NODE_OPTIONS.
const { execFileSync } = require('node:child_process')
const names = Object.keys(process.env).filter(name => /FAULTSNAP|NODE/.test(name) && !/^(NODE_OPTIONS|FAULTSNAP_REPOSITORY_DIR|FAULTSNAP_QUIET)$/.test(name))
console.log(names, process.execArgv, process.title === process.argv0 || process.title !== '')
console.log(execFileSync(process.execPath, ['-p', 'Object.keys(process.env).filter(n => /FAULTSNAP|NODE/.test(n) && !/^(NODE_OPTIONS|FAULTSNAP_REPOSITORY_DIR|FAULTSNAP_QUIET)$/.test(n)).join()'], { encoding: 'utf8' }))
