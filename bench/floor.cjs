'use strict'
// The least that any preload of this kind costs: an inspector session of the program's own thread, with the debugger enabled.
const { Session } = require('node:inspector')
const session = new Session()
session.connect()
session.post('Debugger.enable')
