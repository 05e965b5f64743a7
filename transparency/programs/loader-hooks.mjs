// Hooks of the module loader, synchronous and on a thread of their own; errors in them.
import { register } from 'node:module'
import * as module from 'node:module'
register(`data:text/javascript,${encodeURIComponent('export async function resolve (s, c, n) { if (s === "virtual:a") return { url: "virtual:a", shortCircuit: true }; if (s === "virtual:fails") throw new Error("in a hook"); return n(s, c) } export async function load (u, c, n) { if (u === "virtual:a") return { format: "module", source: "export default 42; try { null.x } catch {}", shortCircuit: true }; return n(u, c) }')}`)
console.log((await import('virtual:a')).default)
await import('virtual:fails').catch(error => console.log(error.message))
module.registerHooks?.({ resolve: (s, c, n) => s === 'sync:fails' ? (() => { throw new Error('sync hook') })() : n(s, c) })
await import('sync:fails').catch(error => console.log(module.registerHooks === undefined || error.message === 'sync hook'))
