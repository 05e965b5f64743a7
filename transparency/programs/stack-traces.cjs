// Stacks: their text, their limit, prepareStackTrace and its call sites, captureStackTrace, async frames.
const assert = require('node:assert')
function thrower () { throw new Error('thrown') }
async function asyncThrower () { await null; thrower() }
async function main () {
  for (const limit of [10, 0, 1, 3, Infinity, undefined, 'no']) {
    Error.stackTraceLimit = limit
    try { thrower() } catch (error) { console.log(limit, error.stack?.split('\n').length, String(error.stack).split('\n').slice(0, 3).join('|')) }
  }
  Error.stackTraceLimit = 10
  try { await asyncThrower() } catch (error) { console.log(error.stack) }
  const calls = []
  Error.prepareStackTrace = (error, sites) => { calls.push(error.message); return sites.map(site => `${site.getFunctionName()}:${site.getLineNumber()}:${site.isAsync()}`) }
  try { thrower() } catch (error) { console.log(calls.length, error.stack, calls.length) }
  try { thrower() } catch { }
  console.log(calls)
  const target = {}
  Error.captureStackTrace(target, main)
  console.log(target.stack, Object.getOwnPropertyDescriptor(target, 'stack')?.enumerable)
  Error.prepareStackTrace = () => { throw new Error('in prepareStackTrace') }
  try { thrower() } catch (error) { try { console.log(error.stack) } catch (inner) { console.log('inner', inner === error) } }
  Error.prepareStackTrace = undefined
  delete Error.prepareStackTrace
  const error = new Error('kept')
  error.message = 'changed before the stack was read'
  try { throw error } catch { }
  console.log(error.stack.split('\n')[0])
  const late = new Error('late')
  late.name = 'Renamed'
  try { throw late } catch { }
  console.log(late.stack.split('\n')[0], Object.getOwnPropertyNames(late))
}
main()
