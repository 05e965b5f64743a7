import { existsSync } from 'node:fs'
import { version } from '../../package.json'
import type { Capsule } from '../../src/capsule/read'
import { renderReport } from '../../src/report/report'
import { loadReportAssets } from '../../src/report/report-assets'
import { htmlPathOf } from '../../src/repository/capsule-path'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import { openCapsule } from '../capsule-argument'
import { FILE, type Command, type CommonArguments } from '../command'
import type { Io } from '../io'
import { reportFile, writeReport } from '../open/report-file'
import { startBrowser } from '../open/start-browser'
import { readerConfig } from '../reader-config'
import { wrongUsage } from '../wrong-usage'

/** `html --json`. `isNew`: it was written just now, not when the crash was recorded. */
export interface HtmlShape { file: string, isNew: boolean, isOpened: boolean }

/** `faultsnap html <file>`: the report as one page, written to a file, whose path is printed. */
export const html: Command<CommonArguments & { file: string, open?: boolean, output?: string }> = {
  usage: 'html <file>',
  description: 'Write the HTML report of a crash: one file that opens in any browser, offline',
  positionals: FILE,
  options: {
    output: { alias: 'o', type: 'string', requiresArg: true,
      describe: 'The file or folder to write to, - for stdout; without it the working directory' },
    open: { type: 'boolean', describe: 'Open the report in the browser' },
  },
  examples: [
    ['html latest --open', 'look at the newest crash'],
    ['html latest -o crash.html', 'a page to send to somebody'],
  ],
  async run ({ file: reference, open = false, output, json, repo }, io) {
    const isPrinted = output === '-'
    if (isPrinted && (open || json)) throw wrongUsage('html: -o - prints the page, which neither --open nor --json goes with')
    const capsule = await openCapsule(reference, repo, io)
    if (isPrinted) {
      io.print(await pageOf(capsule, io))
      return 'done'
    }
    const recorded = open && output === undefined ? recordedPage(capsule, io) : undefined
    const file = recorded ?? reportFile({ capsuleFile: capsule.file!, cwd: io.cwd, out: output })
    if (recorded === undefined) writeReport(file, await pageOf(capsule, io), output !== undefined)
    const failure = open ? await startBrowser(file, io.env).then(() => undefined, (error: Error) => error) : undefined
    const shape: HtmlShape = { file, isNew: recorded === undefined, isOpened: open && failure === undefined }
    // The report is there whatever became of the browser.
    io.print(json ? safeJson(shape) : safeText(file))
    if (failure) throw failure
    return 'done'
  },
}

/**
 * The report that was written beside the capsule, if a new one would be the same: of this version, and with links into the editor
 * as the recorder's configuration had them.
 */
function recordedPage ({ file, manifest }: Capsule, io: Io): string | undefined {
  const { origins } = readerConfig(io)
  const isSame = manifest.generator?.version === version && origins.editorUrl === 'default' && origins.pathMap === 'default'
  const page = htmlPathOf(file!)
  return isSame && page !== file && existsSync(page) ? page : undefined
}

async function pageOf (capsule: Capsule, io: Io): Promise<string> {
  const { editorUrl, pathMap } = readerConfig(io).config
  return await renderReport(capsule, { assets: loadReportAssets(io.assetsDir), editorUrl, pathMap })
}
