import type { Readable } from 'node:stream'

const MAX_HEADER_BYTES = 1_024
const MAX_BODY_BYTES = 8 * 1024 * 1024
const HEADER_END = '\r\n\r\n'
const FIRST_WORD = 'content-length:'

/** What becomes of a stream: messages in their order, then its end, or that it is no client of this protocol. */
export interface Receiver {
  message: (message: unknown) => void
  end: () => void
  refuse: (why: string) => void
}

/**
 * Reads messages of the protocol: `Content-Length: N`, an empty line, N bytes of JSON. Whatever does not begin so is refused with its
 * first bytes: a page in a browser can make it send requests to a port of this machine, and those begin with a method of HTTP.
 */
export function readMessages (input: Readable, { message, end, refuse }: Receiver): void {
  let chunks: Buffer[] = []
  let held = 0
  let wanted: number | undefined
  let isOver = false
  const stop = (why: string): void => {
    isOver = true
    refuse(why)
  }
  const take = (bytes: number): Buffer => {
    const all = Buffer.concat(chunks)
    chunks = all.length > bytes ? [all.subarray(bytes)] : []
    held = all.length - bytes
    return all.subarray(0, bytes)
  }
  const readHeader = (): boolean => {
    const text = Buffer.concat(chunks).subarray(0, MAX_HEADER_BYTES).toString('latin1')
    if (!FIRST_WORD.startsWith(text.slice(0, FIRST_WORD.length).toLowerCase())) {
      stop('it does not begin with Content-Length')
      return false
    }
    const at = text.indexOf(HEADER_END)
    if (at < 0) {
      if (text.length >= MAX_HEADER_BYTES) stop('its header does not end')
      return false
    }
    const length = Number(/^content-length: *(\d{1,10})\r\n/i.exec(text)?.[1] ?? NaN)
    if (!(length <= MAX_BODY_BYTES)) {
      stop(`its length is not a number up to ${MAX_BODY_BYTES}`)
      return false
    }
    take(at + HEADER_END.length)
    wanted = length
    return true
  }
  const readBody = (): boolean => {
    if (wanted === undefined || held < wanted) return false
    const text = take(wanted).toString('utf8')
    wanted = undefined
    const parsed = parsedOrUndefined(text)
    if (parsed === undefined) stop('a message is no JSON')
    else message(parsed)
    return parsed !== undefined
  }
  input.on('data', (chunk: Buffer) => {
    if (isOver) return
    chunks.push(chunk)
    held += chunk.length
    while (!isOver && held > 0 && (wanted === undefined ? readHeader() : readBody())) { /* There may be more in it. */ }
  })
  for (const event of ['end', 'close', 'error']) {
    input.on(event, () => {
      if (isOver) return
      isOver = true
      end()
    })
  }
}

function parsedOrUndefined (text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
