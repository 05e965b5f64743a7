// Uncaught in a context: Node shows the line in it.
require('node:vm').runInNewContext('\n\nfunction inside () { throw new Error("in a context") }\ninside()', {}, { filename: 'context.js' })
