// Modules: errors of evaluation are cached, cycles, missing exports, JSON, import.meta, loaders' errors.
import { createRequire } from 'node:module'
import { writeFileSync } from 'node:fs'
writeFileSync('fails.mjs', 'globalThis.count = (globalThis.count ?? 0) + 1; throw new Error("fails " + globalThis.count)')
writeFileSync('fails.cjs', 'globalThis.count2 = (globalThis.count2 ?? 0) + 1; throw new Error("fails " + globalThis.count2)')
writeFileSync('cycle-a.mjs', 'import { b } from "./cycle-b.mjs"; export const a = 1; b()')
writeFileSync('cycle-b.mjs', 'import { a } from "./cycle-a.mjs"; export const b = () => a; try { a } catch (e) { console.log(e.name, e.message) }')
const require = createRequire(import.meta.url)
const errors = []
for (let i = 0; i < 2; i++) {
  await import('./fails.mjs').catch(error => errors.push(error))
  try { require('./fails.cjs') } catch (error) { console.log(error.message) }
}
console.log(errors[0] === errors[1], errors[0].message)
await import('./cycle-a.mjs')
for (const [specifier, options] of [['node:nothing'], ['./missing/'], ['#private'], ['left-pad-missing'], ['data:text/javascript,export default 1;;await 0;throw null'], ['./fails.cjs'], ['data:application/json,{}']]) {
  await import(specifier, options).catch(error => console.log(specifier, error?.name ?? error, error?.code, String(error?.message).split('\n')[0].replaceAll(/ imported from.*/g, '')))
}
