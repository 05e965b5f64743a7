/**
 * The function's own name, as CDP `functionName` would say it, from a name as stack text has it: without `async `, `new `,
 * the receiver's type (`Cart.`), and ` [as alias]`. Empty for anonymous functions and module code (`Object.<anonymous>`).
 *
 * V8 composes the longer form in `AppendMethodCall`: https://github.com/v8/v8/blob/main/src/objects/call-site-info.cc
 */
export function bareFunctionName (name: string): string {
  const own = name.replace(/^async /, '').replace(/^new /, '').replace(/ \[as .*\]$/, '')
  const last = own.slice(own.lastIndexOf('.') + 1)
  return last === '<anonymous>' ? '' : last
}
