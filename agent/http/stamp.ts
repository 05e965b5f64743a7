/** How V8 names the field by which a request leads to its context, and the class of what is in it: not to be recorded. Empty until there is one. */
export const STAMP = { name: '', className: '' }
