// WebAssembly traps and errors through it.
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 7, 1, 1, 109, 1, 102, 0, 0, 3, 3, 2, 0, 0, 7, 9, 2, 1, 97, 0, 1, 1, 98, 0, 2, 10, 10, 2, 4, 0, 16, 0, 11, 3, 0, 0, 11])
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { m: { f () { throw new RangeError('through wasm') } } })
for (const name of ['a', 'b']) try { exports[name]() } catch (error) { console.log(error.name, error.message, error.stack.split('\n').length > 1) }
try { new WebAssembly.Module(new Uint8Array([1])) } catch (error) { console.log(error.name, error.message) }
WebAssembly.compile(new Uint8Array([2])).catch(error => { console.log(error.name); setTimeout(() => exports.a()) })
