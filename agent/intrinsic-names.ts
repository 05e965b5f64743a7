/** Built-in classes whose prototypes the agent recognises in the program's objects. */
export const INTRINSICS = ['Object', 'Function', 'Array', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError',
  'URIError', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'RegExp', 'Date', 'ArrayBuffer', 'DataView', 'Uint8Array', 'Int32Array', 'Float64Array',
  'Buffer'] as const
