// Errors and finally blocks in generators, for await, using-like cleanup.
async function* source () { try { yield 1; yield 2 } finally { console.log('closed') } }
try { for await (const value of source()) { console.log(value); throw new Error('inside the loop') } } catch (error) { console.log(error.message) }
const generator = source()
await generator.next()
console.log(await generator.throw(new Error('thrown in')).catch(error => error.message), await generator.next())
function* sync () { try { yield 1 } catch (error) { console.log('caught', error.message); yield 2 } }
const it = sync(); it.next(); console.log(it.throw(new Error('into')), it.next())
const results = await Promise.allSettled([Promise.reject(1), (async () => { throw new TypeError('t') })(), import('data:text/javascript,throw new Error("module")'), import('./nowhere.mjs'), import('data:text/javascript,let a b')])
console.log(results.map(({ status, reason }) => `${status} ${reason?.name ?? reason} ${reason?.code} ${reason?.message?.replace(/'file.*/, '')}`).join('\n'))
