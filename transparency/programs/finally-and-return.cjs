// Completion values around throws.
const f = [() => { try { throw 1 } finally { return 2 } }, () => { try { throw 1 } catch { return 3 } finally { } }, () => { for (const x of [1]) { try { throw x } finally { continue } } return 4 }, () => { l: try { throw 1 } finally { break l } return 5 }]
console.log(f.map(work => work()))
const iterator = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return () { console.log('returned'); return {} } }) }
try { for (const x of iterator) throw new Error(`x${x}`) } catch (error) { console.log(error.message) }
try { const [a] = null } catch (error) { console.log(error.message) }
try { x; let x } catch (error) { console.log(error.message) }
try { undeclared } catch (error) { console.log(error.message) }
try { (class { #p; static t (o) { return o.#p } }).t({}) } catch (error) { console.log(error.message) }
try { null.a.b } catch (error) { console.log(error.message) }
try { ({}).a() } catch (error) { console.log(error.message) }
try { new (class A { constructor () { this.a() } })() } catch (error) { console.log(error.message) }
try { [].reduce((a, b) => a) } catch (error) { console.log(error.message) }
try { 'x'.repeat(-1) } catch (error) { console.log(error.message) }
try { decodeURIComponent('%') } catch (error) { console.log(error.message) }
try { BigInt(1.5) } catch (error) { console.log(error.message) }
try { Symbol() + '' } catch (error) { console.log(error.message) }
