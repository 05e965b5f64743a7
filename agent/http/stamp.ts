/** How V8 names the field by which a request leads to its context, and the class of what is in it: not to be recorded. Set with the first one. */
export const STAMP = { name: '', className: '' }
