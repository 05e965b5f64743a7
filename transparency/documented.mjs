// Differences that are known and stay, each with its reason. docs/transparency.md is made from this list.

/**
 * `where` matches the name of a program, project or suite, `key` what differs, `nodes` are major versions of Node (all if absent).
 * `what` says what is seen, `why` the reason.
 */
export const KNOWN = [
  {
    where: /^stack-too-deep-to-compile/, key: /^(ending|stdout|stderr)$/,
    what: 'A RangeError for over 120,000 arguments of one call, or for code nested too deeply to compile, ends the process.',
    why: 'V8 pauses inside `Isolate::StackOverflow`, where JavaScript is forbidden, and a pause\'s listener is JavaScript. The same under any debugger that pauses at exceptions.',
  },
  {
    where: /^(getters-and-proxies|suppressed-stack)/, key: /^stdout$/,
    what: 'A `stack` getter of an error itself, and the getters `name` and `message` of its class, run once more when it is thrown.',
    why: 'V8 reads the three to describe an error to a debugger before it calls the listener of the pause. Traps of proxies and all other getters do not run.',
  },
  {
    where: /^(rejection-handler-throws|uncaught-monitor-throws)/, key: /^(stdout|stderr)$/,
    what: 'An error thrown inside the program\'s only `unhandledRejection` or `uncaughtExceptionMonitor` listener names another line of `node:events`.',
    why: 'With FaultSnap\'s listener there are two, which `emit` calls from another line. A wrapper instead of a listener would add a frame.',
  },
  {
    where: /^async-hooks-throw/, key: /^stderr$/, nodes: [20],
    what: 'On Node 20 the stack of an error that is thrown while `console.log` and its neighbours print has a frame of FaultSnap.',
    why: 'Node 20 publishes no `console.*` diagnostics channels, so the methods are wrapped there. Node 22 and later are watched through the channels.',
  },
  {
    where: /^async-hooks-many-throws/, key: /^stdout$/,
    what: 'A loop of dozens of caught errors makes two timers that async hooks are told of.',
    why: 'With them FaultSnap looks again later. Made in advance, they would shift the async ids that Node prints of every timer, in every program.',
  },
  {
    where: /^native-callback-after-request/, key: /^stdout$/, nodes: [20, 22],
    what: 'On Node 20 and 22 the stacks of errors that native callbacks make have a `callbackTrampoline` of `node:async_hooks`, once a server has taken a request.',
    why: 'Requests are told apart by an `AsyncLocalStorage`, which needs async hooks there. The same in any program that uses one.',
  },
  {
    where: /^diagnostics-channels/, key: /^stdout$/,
    what: '`hasSubscribers` of `http.server.request.start` and its neighbours is true.',
    why: 'Node\'s own way to be told of requests without touching the server; it has no hidden subscribers.',
  },
  {
    where: /^process-descriptors/, key: /^stdout$/,
    what: '`process.emit` and `process.reallyExit` are accessors that give Node\'s functions; `listenerCount`, `listeners`, `rawListeners` and `eventNames` are the process\'s own.',
    why: 'An accessor tells of the end without a listener and without a frame on a stack; the four answer as if FaultSnap\'s listeners were not there.',
  },
  {
    where: /^default-constructors/, key: /^(stdout|stderr)$/,
    what: 'The stack of an error that is made while a class without a constructor of its own is constructed names that class, too.',
    why: 'V8 leaves out calls of default constructors (`--omit-default-ctors`) unless a debugger is enabled. The same under any debugger.',
  },
  {
    where: /^process-shape/, key: /^stdout$/,
    what: '`require.cache` has the files of FaultSnap.',
    why: 'Preloads are modules.',
  },
]

/** The verdict as it is, or as `documented` with the reason. */
export function documented ({ name, major }, verdict) {
  if (verdict.kind !== 'difference' && verdict.kind !== 'sometimes') return verdict
  const known = KNOWN.find(({ where, key, nodes }) => where.test(name) && key.test(verdict.key) && (nodes === undefined || nodes.includes(major)))
  return known === undefined ? verdict : { ...verdict, kind: 'documented', why: known.what }
}
