// nodes: 22
// process.finalization at the end.
process.finalization?.register({ a: 1 }, (object, event) => console.log('finalised', event))
process.finalization?.registerBeforeExit({ b: 1 }, (object, event) => console.log('finalised', event))
globalThis.kept = []
