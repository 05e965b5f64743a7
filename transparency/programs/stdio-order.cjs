// stdout and stderr that are written right before a crash arrive whole.
process.stdout.write('x'.repeat(100_000) + '\n')
process.stderr.write('y'.repeat(50_000) + '\n')
setImmediate(() => { process.stdout.write('z'.repeat(70_000) + '\n'); throw new Error('after much output') })
