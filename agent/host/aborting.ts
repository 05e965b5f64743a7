/**
 * Whether V8 ends the process at the throw of an error that nothing will catch (`--abort-on-uncaught-exception`): no monitor is asked then,
 * and an error that leaves a function called by V8 itself counts as one.
 */
export const ABORTS_ON_UNCAUGHT = /--abort[-_]on[-_]uncaught[-_]exception/.test(`${process.execArgv.join(' ')} ${process.env.NODE_OPTIONS ?? ''}`)
