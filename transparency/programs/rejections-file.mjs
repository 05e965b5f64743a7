// The same from a file, where Node shows the line of the source.
process.on('exit', code => console.log('exit', code))
async function inner (value) {
  await null
  if (value > 1) throw new RangeError(`too much: ${value}`)
}
async function outer () {
  await inner(2)
}
outer()
await new Promise(resolve => setTimeout(resolve, 50))
console.log('never')
