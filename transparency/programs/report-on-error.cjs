// flags: --report-uncaught-exception --report-compact --report-filename=report.json
// The diagnostic report of an uncaught exception is written, with Node's own words.
const fs = require('node:fs')
process.on('exit', () => {
  const { header, javascriptStack } = JSON.parse(fs.readFileSync('report.json', 'utf8'))
  console.log(header.event, header.trigger, javascriptStack.message, javascriptStack.stack.length > 0)
  fs.unlinkSync('report.json')
})
function failing () { throw new Error('reported') }
failing()
