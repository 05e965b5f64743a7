// flags: --disallow-code-generation-from-strings
// eval is off for everybody.
for (const work of [() => eval('1'), () => new Function('return 1')(), () => setTimeout('1')]) try { console.log(work()) } catch (error) { console.log(error.name, error.message) }
function failing () { throw new Error('uncaught') }
process.on('exit', code => console.log('exit', code))
setTimeout(failing)
