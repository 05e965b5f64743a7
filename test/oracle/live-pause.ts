/** A `Runtime.RemoteObject` of live V8, with a number for its identity in place of its object id. See fixtures/oracle/live/live.cjs. */
export interface Remote {
  type: string
  subtype?: string
  className?: string
  description?: string
  value?: unknown
  unserializableValue?: string
  preview?: Preview
  id?: number
  isPlumbing?: true
  objectId?: string
}

export interface Preview {
  type: string
  subtype?: string
  description?: string
  overflow: boolean
  properties: { name: string, type: string, subtype?: string, value?: string }[]
  entries?: { key?: Preview, value: Preview }[]
}

export interface Descriptor {
  name: string
  value?: Remote
  get?: Remote
  set?: Remote
  symbol?: Remote
  writable?: boolean
  enumerable?: boolean
  configurable?: boolean
  isOwn?: boolean
  wasThrown?: boolean
}

export interface Properties { result: Descriptor[], internalProperties?: Descriptor[], privateProperties?: Descriptor[] }

export interface Place { url: string, line: number, column: number }

export interface LiveFrame {
  functionName: string
  location: Place
  functionLocation?: Place
  isNode: boolean
  this?: Remote
  evaluated: Record<string, Remote>
  scopes: { type: string, name?: string, start?: Place, end?: Place, object?: Remote }[]
}

/** One pause, as fixtures/oracle/live/live.cjs writes it. */
export interface LivePause {
  failure?: string
  reason: string
  uncaught: boolean
  thrown: Remote
  frames: LiveFrame[]
  objects: Record<string, { own: Properties, accessors: string[], named: string[] }>
  suspended: { description: string, frames: ({ functionName: string } & Place)[] }[]
  sources: Record<string, string>
  isBounded: boolean
}
