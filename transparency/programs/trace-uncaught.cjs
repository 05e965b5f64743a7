// flags: --trace-uncaught
// Node prints where it was thrown.
function thrower (value) { throw value }
setTimeout(() => thrower({ not: 'an error' }))
