import { isMissing, type CrashDocument, type MissingValue, type Value } from '../../src/model'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import { getPath, type PathResult } from '../../src/values/get-path'
import { parsePath } from '../../src/values/path'
import { missingFrameWords } from '../../src/values/missing-frame'
import { missingWords } from '../../src/values/missing-words'
import { previewValue } from '../../src/values/preview'
import { toPlain } from '../../src/values/to-plain'
import { openCapsule } from '../capsule-argument'
import { FILE, FRAME, type Command, type CommonArguments } from '../command'
import { frameIndex } from '../frame-option'
import type { Io } from '../io'

/**
 * `faultsnap get <file> <path>`: one value. As text, a string is printed as it is (controls escaped), another primitive as source
 * text has it, an object as JSON. A string that was cut is printed as far as it was kept, and stderr says so.
 */
export const get: Command<CommonArguments & { file: string, path: string, frame?: string }> = {
  usage: 'get <file> <path>',
  description: 'Print one value',
  positionals: {
    ...FILE,
    path: {
      type: 'string', demandOption: true,
      describe: 'As in JavaScript: order.items[2].price, this.#secret, map.get("key"); error is what was thrown',
    },
  },
  options: FRAME,
  examples: [["get latest 'order.items[2].price'", 'one value'], ["get latest 'this.#secret' --frame 1 --json", 'of one frame, as JSON']],
  async run ({ file, path, frame, json, repo }, io) {
    const { crash, manifest: { culprit } } = await openCapsule(file, repo, io)
    const index = frameIndex(frame, crash)
    // Frame and path as `inspect --json` has them of the culprit: such a path has the names of the code that ran.
    const isCulprit = culprit?.path === path && culprit.frame === index
    const found = getPath(crash, path, index, crash.exception.value, isCulprit ? 'generated' : 'original')
    tellName(found, path, io)
    const { value } = found
    const isLost = isMissing(value) && value.missing !== 'string'
    if (json) io.print(safeJson(toPlain(crash, value)))
    else if (!isLost) io.print(text(crash, value))
    if (isLost) {
      const size = value.size === undefined ? '' : ` (its size was ${value.size})`
      // Of a secret there is nothing more to say.
      const why = value.missing === 'masked' ? '' : `. ${safeText(explanation(crash, found), 300)}`
      io.tell(`${safeText(path, 200)} was not recorded: ${safeText(value.missing, 40)}${size}${why}`)
      return 'not-recorded'
    }
    if (isMissing(value)) {
      io.tell(`${safeText(path, 200)} was cut: ${value.value?.length ?? 0} of ${value.size ?? 'more'} characters were recorded`)
    }
    return 'done'
  },
}

/** Somebody who reads the original source may have meant another variable than that of the code that ran. */
function tellName ({ renamed }: PathResult, path: string, io: Io): void {
  if (renamed?.original === undefined || renamed.original.name === parsePath(path).variable) return
  const { name } = renamed.original
  io.tell(`${safeText(renamed.name, 100)} is a name of the code that ran: ${name === undefined ? 'what the original source calls it is not known'
    : `the original source calls it ${safeText(name, 100)}`}`)
}

/** Of a value of a frame that has none, why the frame has none. */
function explanation (crash: CrashDocument, { frame, value }: PathResult): string {
  const { missing } = value as MissingValue
  const at = crash.frames.find(({ index }) => index === frame)
  return (at?.missing === missing && missingFrameWords(crash, at) || missingWords(missing)).explanation
}

function text (crash: CrashDocument, value: Value): string {
  if (typeof value === 'string') return safeText(value, undefined, '\n\t')
  if (isMissing(value)) return safeText(value.value ?? '', undefined, '\n\t')
  const plain = toPlain(crash, value)
  // A Date, a function: text already, without JSON's quotes.
  if (typeof plain === 'object' && plain !== null) return safeJson(plain)
  return safeText(typeof plain === 'string' && typeof value === 'object' && 'ref' in value! ? plain
    : previewValue(crash, value, 1_000))
}
