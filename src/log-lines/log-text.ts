import { StringDecoder } from 'node:string_decoder'

/**
 * A log as text, piece by piece: UTF-8, or UTF-16 where a byte order mark says so (what `2>` of Windows PowerShell writes). What is neither
 * becomes U+FFFD, which no line of ours has. `onError` gets what the stream throws, and throws.
 */
export async function * logText (stream: AsyncIterable<Buffer>, onError: (error: unknown) => never): AsyncGenerator<string> {
  let decoder: StringDecoder | undefined
  try {
    for await (const chunk of stream) {
      decoder ??= new StringDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf16le' : 'utf8')
      yield decoder.write(chunk)
    }
  } catch (error) {
    onError(error)
  }
}
