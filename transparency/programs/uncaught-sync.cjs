// Node's own message about an exception that nobody caught.
function deep (level) {
  if (level === 0) throw new TypeError('nobody catches this')
  deep(level - 1)
}
process.on('exit', code => console.log('exit', code, process.exitCode))
deep(4)
