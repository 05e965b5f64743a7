import { descriptor, hasHiddenElement, isContinued, isLazy, isLimited, isOfNode, isUnavailable, remote } from './rule-conditions'
import type { Site } from './site'

/** An answer that may be missing, or other than V8's, and why. */
export interface Rule { name: string, why: string, applies (site: Site): boolean }

/** All that may differ: what no rule names is a failure. */
export const RULES: readonly Rule[] = [
  {
    name: 'prototype',
    why: 'of the objects of a prototype chain the names are recorded, not what they hold',
    applies: site => (site.field === 'absent' && site.name === 'what a prototype holds') || (isUnavailable(site) && /(?:^|internal )(?:\[\[Prototype\]\]|prototype)$/.test(site.name ?? '')) ||
      (site.field === 'preview' && / \/ \{"name":"prototype",.*"<unavailable>"\}$/.test(site.detail ?? '')),
  },
  {
    name: 'closure',
    why: 'variables that only a function sees which is not on the stack are not recorded',
    applies: site => isUnavailable(site) && site.name === 'internal [[Scopes]]',
  },
  {
    name: 'plumbing',
    why: 'process, globalThis, console, require and modules lead to all of Node: they are named, not entered',
    applies: site => remote(site.live).isPlumbing === true && (site.field === 'preview' ||
      (site.field === 'value' && remote(site.live).type === 'function' && /^description: /.test(site.detail ?? ''))),
  },
  {
    name: 'text of a function of Node',
    why: 'Node\'s own sources are not packed',
    applies: site => site.field === 'value' && remote(site.live).type === 'function' && /^description: /.test(site.detail ?? '') &&
      /<source not recorded> \}$/.test(remote(site.replayed).description ?? '') && isOfNode(site),
  },
  {
    name: 'stack of another error',
    why: 'to read the stack of an error that was not thrown is to format it before the program does',
    applies: site => (site.field === 'value' || site.field === 'preview') && /<stack not recorded>/.test(site.detail ?? ''),
  },
  {
    name: 'stack of another error',
    why: 'to read the stack of an error that was not thrown is to format it before the program does',
    applies: site => site.field === 'value' && (site.reason === 'unavailable' || site.reason === 'getter') && site.name === 'stack' &&
      (site.owner?.subtype === 'error' || site.node?.className === 'DOMException' || / kReason| Symbol\(kReason\) /.test(site.path)),
  },
  {
    name: 'not initialised',
    why: 'V8 has no value for a variable in its temporal dead zone, and says nothing; the replay says why',
    applies: site => site.field === 'flags' && descriptor(site.live).value === undefined && descriptor(site.live).get === undefined &&
      /^<(?:not initialised yet|optimized out)/.test(descriptor(site.replayed).value?.description ?? ''),
  },
  {
    name: 'not initialised, though shown',
    why: 'Node 20 shows undefined in the temporal dead zone, and all show the variable of a loop while it gets its next value',
    applies: site => site.field === 'value' && site.reason === 'uninitialized' && (remote(site.live).type === 'undefined' || /^frame \d+ drain .* item$/.test(site.path)),
  },
  {
    name: 'attributes of stack',
    why: 'Node 22 and later make the stack of an error an accessor of V8\'s, which V8 shows as a value that cannot be written',
    applies: site => site.owner?.subtype === 'error' && ((site.field === 'flags' && site.name === 'stack') || (site.field === 'lists' && site.name === 'accessorPropertiesOnly' && site.live === 'stack')),
  },
  {
    name: 'wrapper of a module',
    why: 'V8 gives the text of the function that Node wraps a module in with its parameters; no function of the source begins there',
    applies: site => site.field === 'value' && /^function \(exports, require, module, __filename, __dirname\) \{/.test(remote(site.live).description ?? ''),
  },
  {
    name: 'resizable memory',
    why: 'Node 20 lists no elements of arrays on resizable memory; the capsule has them',
    applies: site => / tracking/.test(site.path) && /^(?:extra|preview)$/.test(site.field),
  },
  {
    name: 'global of a context',
    why: 'Node 20 to 24 call the global object of a vm context global; the capsule names it by its prototype',
    applies: site => site.field === 'value' && site.detail === 'className: global / Object' && site.node?.cut?.[0]?.reason === 'depth',
  },
  {
    name: 'accessor of V8',
    why: 'V8 runs accessors of its own and shows the value; the recorder runs none',
    applies: site => site.field === 'flags' && descriptor(site.live).get === undefined && /\[native code\]/.test(descriptor(site.replayed).get?.description ?? ''),
  },
  {
    name: 'accessor at an index',
    why: 'of an array\'s element that is an accessor it is recorded that it is one',
    applies: site => (site.field === 'flags' && /^\d+$/.test(site.name ?? '') && descriptor(site.live).get !== undefined &&
      descriptor(site.replayed).value?.description === '<getter, not run>') || (site.field === 'lists' && site.name === 'accessorPropertiesOnly' && hasHiddenElement(site)),
  },
  {
    name: 'place of a function',
    why: 'V8 is asked of at most 60 functions, and of none with a long text, where they are written',
    applies: site => (isUnavailable(site) && site.name === 'internal [[FunctionLocation]]') || (site.field === 'value' &&
      site.node?.type === 'function' && site.node.location === undefined && /<source not recorded> \}$/.test(remote(site.replayed).description ?? '')),
  },
  {
    name: 'entries of weak collections',
    why: 'what a WeakMap or WeakSet holds is not recorded',
    applies: site => (isUnavailable(site) && site.name === 'internal [[Entries]]' && /^weak(?:map|set)$/.test(site.owner?.subtype ?? '')) ||
      (site.field === 'preview' && /^weak(?:map|set)$/.test(remote(site.live).subtype ?? '') && /entries: \d+ \/ undefined/.test(site.detail ?? '')),
  },
  {
    name: 'named, not entered',
    why: 'the global object of another context is named only: its properties may be traps',
    applies: site => site.field === 'absent' && site.cuts?.some(cut => cut.startsWith('Properties <cut: depth')) === true && site.node?.cut?.[0]?.reason === 'depth',
  },
  {
    name: 'shown by accessors of the language',
    why: 'V8\'s previews go on with what built-in accessors give (buffer, byteLength, flags); the replay has own properties only',
    applies: site => site.field === 'preview' && isContinued(remote(site.live).preview, remote(site.replayed).preview),
  },
  {
    name: 'memory',
    why: 'of an ArrayBuffer its bytes are shown in V8\'s views: without their prototypes, its address, and whether it was detached',
    applies: site => (/^(?:absent|extra)$/.test(site.field) && /^arraybuffer$/.test(site.owner?.subtype ?? '') &&
      /^internal \[\[(?:U?[iI]nt\d+Array|ArrayBufferData|IsDetached|ArrayBufferByteLength)\]\]$/.test(site.name ?? '')) ||
      (site.field === 'absent' && / internal \[\[U?[iI]nt\d+Array\]\] internal \[\[Prototype\]\]$/.test(site.path)),
  },
  {
    name: 'private methods',
    why: 'private methods are those of the class: its source has them',
    applies: site => site.field === 'absent' && site.name === 'internal [[PrivateMethods]]',
  },
  {
    name: 'attributes of an element',
    why: 'elements of arrays are recorded without attributes: ones that are read-only or hidden one by one are listed as usual',
    applies: site => (site.field === 'flags' && /^(?:\d+|length)$/.test(site.name ?? '') && site.owner?.subtype === 'array') ||
      (/^(?:order|preview)$/.test(site.field) && hasHiddenElement(site)),
  },
  {
    name: 'with',
    why: 'the object of a `with` is listed as a scope is, without its prototype',
    applies: site => site.field === 'absent' && site.name === 'internal [[Prototype]]' && / scope \d+ with /.test(site.path),
  },
  {
    name: 'arguments by name',
    why: 'V8 makes another arguments object whenever it is asked for one by name, for functions that have none too',
    applies: site => site.field === 'evaluated' && site.name === 'arguments',
  },
  {
    name: 'not initialised, by name',
    why: 'an expression with a variable in its temporal dead zone throws in the replay as it would have in the program; V8 throws otherwise, or shows it; Node 20 says undefined',
    applies: site => site.field === 'evaluated' && (/^ReferenceError: (.*) is not defined \/ undefined$/.test(site.detail ?? '') || /^ReferenceError: Cannot access '[^']+' before initialization/.test(remote(site.replayed).description ?? '')) &&
      (/^ReferenceError: /.test(remote(site.live).description ?? '') || remote(site.live).type === 'undefined' || /^frame \d+ drain evaluate item$/.test(site.path)),
  },
  {
    name: 'prototype was replaced',
    why: 'V8 names an object by the constructor that made it, the capsule by its prototype; V8 is asked for private fields of classes that write some',
    applies: site => /(?:^frame 0 fail (?:scope 0 local|evaluate) (?:swapped|inherits|headers|form|dom|quiet|nullArray|noProto|generator|prototypes 2|abort)\b)/.test(site.path.replace(/\)$/, ')x')),
  },
  {
    name: 'types',
    why: 'Node runs TypeScript with blanks in the place of its types; the capsule has it as it was written, and what a function has of it is not told apart',
    applies: site => (site.field === 'source' && /\.[cm]?ts$/.test(site.path.trim())) || (site.field === 'value' && /\.[cm]?ts$/.test(site.script?.url ?? '') &&
      /<source not recorded>/.test(remote(site.replayed).description ?? '')),
  },
  {
    name: 'this of an arrow function',
    why: 'V8 says undefined for the `this` of an arrow function that does not use it; the replay says that V8 has none',
    applies: site => site.field === 'value' && / this$/.test(site.path) && site.reason === 'optimized-out' && remote(site.live).type === 'undefined',
  },
  {
    name: 'generator of a symbol\'s method',
    why: 'Node 24 calls it Generator, Node 26 as the replay does by the name of its function',
    applies: site => /^(?:value|preview)$/.test(site.field) && /: Generator \/ \[Symbol\.iterator\]$/.test(site.detail ?? ''),
  },
  {
    name: 'text of another script',
    why: 'only the sources of scripts with a frame are packed',
    applies: site => site.field === 'value' && site.node?.type === 'function' && site.script !== undefined && site.script.source === undefined &&
      /<source not recorded> \}$/.test(remote(site.replayed).description ?? ''),
  },
  {
    name: 'code would run',
    why: 'V8 is not asked about an object if to describe it would run a getter or a trap, and its private fields are then missing',
    applies: site => (site.field === 'absent' && /^private /.test(site.name ?? '') && site.cuts?.some(cut => /^Privates <(?:getter|proxy)/.test(cut)) === true) ||
      (site.field === 'preview' && site.node?.cut?.some(({ what, reason }) => what === 'privates' && (reason === 'getter' || reason === 'proxy')) === true),
  },
  {
    name: 'error without a stack',
    why: 'an error\'s stack is never looked at, so that one that was deleted is unknown too',
    applies: site => / noStack(?: stack)?$/.test(site.path) && (site.field === 'extra' || site.field === 'lists'),
  },
  {
    name: 'function that inherits from a function',
    why: 'the prototype of a function is taken for the usual one',
    applies: site => site.field === 'value' && site.name === 'internal [[Prototype]]' && site.owner?.type === 'function' && /^description: function /.test(site.detail ?? ''),
  },
  {
    name: 'arguments and caller',
    why: 'the accessors that only the prototype of functions has, and sloppy functions, are left out',
    applies: site => site.field === 'absent' && site.owner?.type === 'function' && /^(?:arguments|caller)$/.test(site.name ?? ''),
  },
  {
    name: 'time of the run',
    why: 'the two runs are not of the same moment',
    applies: site => /#timestamp|_idleStart|asyncId/.test(`${site.path} ${site.detail}`) && /^(?:value|preview)$/.test(site.field),
  },
  {
    name: 'lazy value',
    why: 'V8 shows a function in place of what Node gives when it is asked for (import.meta), and Node 20 of exports; the capsule has the values',
    applies: site => isLazy(site) || (site.field === 'preview' && remote(site.live).preview?.properties.some(({ type }) => type === 'accessor') === true &&
      / \{"name":"\w+","type":"accessor"\} \/ \{"name":"\w+","type":"(?!accessor)/.test(site.detail ?? '')),
  },
  {
    name: 'constructor in a preview',
    why: 'newer versions of V8 leave `constructor` out of previews, as the replay does; Node 20 and 22 do not',
    applies: site => site.field === 'preview' && remote(site.live).preview?.properties.some(({ name }) => name === 'constructor') === true &&
      remote(site.replayed).preview?.properties.some(({ name }) => name === 'constructor') === false,
  },
  {
    name: 'reason of the pause',
    why: 'a throw that no handler waits for in an asynchronous function is a promiseRejection to V8; all throws are exceptions in the replay',
    applies: site => site.field === 'frame' && site.name === 'reason' && site.live === 'promiseRejection' && site.replayed === 'exception',
  },
  {
    name: 'place of an await',
    why: 'the capsule knows suspended callers from the error\'s stack, which names the await; V8\'s asynchronous stack names the call after it',
    applies: site => site.field === 'suspended' && site.live !== undefined && site.replayed !== undefined &&
      ['functionName', 'url', 'line'].every(key => (site.live as Record<string, unknown>)[key] === (site.replayed as Record<string, unknown>)[key]),
  },
  {
    name: 'callers that had returned',
    why: 'V8\'s asynchronous stack goes on with who called the first of the suspended functions; the error\'s stack does not',
    applies: site => site.field === 'suspended' && site.replayed === undefined && (site.live as { functionName: string }).functionName === '',
  },
  {
    name: 'inline source map',
    why: 'an inline source map is moved out of the text, into the URL that clients take it from',
    applies: site => site.field === 'source' && typeof site.replayed === 'string' && /\n\/\/# sourceMappingURL=data:/.test(String(site.live)) &&
      String(site.live).startsWith(site.replayed.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '').trimEnd()),
  },
  {
    name: 'control characters',
    why: 'names and previews, which clients on a terminal print as they are, have control characters as escapes; values have them as they were',
    applies: site => site.field === 'preview' && (site.detail ?? '').includes('\\\\u{') && /\\u00[01]/.test(site.detail ?? ''),
  },
  {
    name: 'limit',
    why: 'maxDepth, maxItems, maxStringLength, maxTotalItems, 256 bytes of a buffer, or the time of a pause; each says so where it was met',
    applies: site => isLimited(site),
  },
]
