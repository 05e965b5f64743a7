import * as v from 'valibot'
import { ARM_MODES, DEFAULT_CONFIG, SIGNALS, type Config } from './config'

const TERMINAL_REPORTS = ['off', 'short', 'full'] as const

/**
 * Every option: its name, what it accepts, its default and its description. The types in config.ts, the JSON Schema, the
 * environment's names and the messages about wrong values all follow from here.
 *
 * The metadata `expected` completes "expected …, got …". `environment: 'one'` keeps a text of the environment from being split at
 * commas: a pattern may hold some.
 */
export const OPTIONS = {
  enabled: option('enabled', flag(), 'Whether anything is recorded at all.'),
  repositoryDir: option('repositoryDir', text('a path'),
    'Folder of the repository that capsules are written to. Relative to the folder of the configuration file if it is set ' +
    'there, else to the working directory.'),
  signals: option('signals', list(v.picklist(SIGNALS), `a list of ${SIGNALS.map(name => `"${name}"`).join(', ')}`),
    'What makes an error a crash that is written to disk.'),
  arm: option('arm', v.pipe(v.picklist(ARM_MODES), v.metadata({ expected: ARM_MODES.map(name => `"${name}"`).join(' or ') })),
    'When variables are recorded, which takes V8\'s debugger: from the start ("start"), for a while after an error was seen ' +
    '("on-first-error"), or never ("off": nothing is watched, and only what the program itself reports is recorded).'),
  armForMs: option('armForMs', count(1, 2_147_483_647),
    'Milliseconds that "on-first-error" stays armed after the last error.'),
  maxDepth: option('maxDepth', count(1), 'Levels of objects recorded below a variable. 1 records the object in it only.'),
  maxItems: option('maxItems', count(1), 'Elements, entries and properties recorded per object.'),
  maxStringLength: option('maxStringLength', count(1), 'Characters recorded per string.'),
  maxTotalItems: option('maxTotalItems', count(1), 'Objects recorded per crash.'),
  maxFrames: option('maxFrames', count(1), 'Frames whose variables are recorded. Frames of Node itself do not count.'),
  uncaughtPauseMs: option('uncaughtPauseMs', amount(0, 60_000),
    'Milliseconds that recording may take at a throw which V8 predicts to go uncaught.'),
  caughtPauseMs: option('caughtPauseMs', amount(0, 60_000),
    'Milliseconds of work that recording may take at a throw that something catches. Where throws are rare, the variables of the program\'s own ' +
    'frames may take two and a half times as many, if that is no more than a quarter of `uncaughtPauseMs`.'),
  pauseBudgetPercent: option('pauseBudgetPercent', amount(0, 100),
    'Percent of wall time that recording of caught errors may take. Over it, only uncaught ones are recorded for a while.'),
  pauseBurstMs: option('pauseBurstMs', amount(0, 60_000),
    'Milliseconds of recording that are allowed before the budget is applied.'),
  pauseCooldownMs: option('pauseCooldownMs', amount(0, 3_600_000),
    'Milliseconds without recording of caught errors, at least, once over the budget: it lasts until half of `pauseBurstMs` is there again, ' +
    '10 s by default.'),
  mask: option('mask', list(v.pipe(v.string(), v.nonEmpty()), 'a list of names'),
    'More names (of variables, properties, keys, headers, arguments) whose values are secrets.'),
  maskPatterns: option('maskPatterns', list(v.pipe(v.string(), v.check(isUsablePattern)),
    'a list of regular expressions that compile and do not match the empty text', 'one'),
  'More regular expressions (JavaScript, without slashes) whose matches in values are secrets.'),
  captureEnvironment: option('captureEnvironment', v.pipe(
    v.union([v.literal('safe'), v.boolean(), v.array(v.pipe(v.string(), v.nonEmpty()))]),
    v.metadata({ expected: '"safe", true, false or a list of names' })),
  'Environment variables to record: a list of harmless ones ("safe"), all (true), none (false), or these. Secrets are masked.'),
  breadcrumbs: option('breadcrumbs', v.pipe(
    v.union([v.boolean(), v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000))]),
    v.metadata({ expected: 'true, false or a whole number from 0 to 100000' })),
  'How many breadcrumbs (console calls, HTTP requests, child processes, warnings) are kept. false is none, true is 100.'),
  captureAddress: option('captureAddress', v.pipe(v.union([v.literal('truncated'), v.boolean()]),
    v.metadata({ expected: '"truncated", true or false' })),
  'Address of the client of a failed request: without its last part ("truncated"), whole (true), or not at all (false).'),
  captureBody: option('captureBody', flag(),
    'Whether the body of a failed request is recorded, as far as the framework has parsed it. Secrets are masked.'),
  sources: option('sources', flag(), 'Whether the sources of the program are packed into the capsule.'),
  html: option('html', flag(), 'Whether an HTML report is written beside the capsule.'),
  quiet: option('quiet', flag(), 'Whether nothing is printed on stderr about a crash.'),
  terminalReport: option('terminalReport', v.pipe(v.picklist(TERMINAL_REPORTS),
    v.metadata({ expected: TERMINAL_REPORTS.map(name => `"${name}"`).join(' or ') })),
  'What follows the line about a crash on a terminal: nothing ("off"), the error, its culprit and the variables of the line ' +
  '("short"), or the whole Chaos Report ("full").'),
  editorUrl: option('editorUrl', v.pipe(v.string(), v.check(isEditorUrl),
    v.metadata({ expected: 'a URL with {path}, and {line} and {column} if wanted, other than javascript: and data:' })),
  'Links of the HTML report that open the editor at a line.'),
  pathMap: option('pathMap', list(v.pipe(v.string(), v.regex(/^[^=]+=./)), 'a list of "recorded=local" folders'),
    'Where folders of the crashed machine lie on the reader\'s, for editor links and `open`: `/app=/home/me/shop`.'),
  nodeFrames: option('nodeFrames', flag(), 'Whether variables of frames of Node itself are recorded. They are large.'),
  maxDaysToKeep: option('maxDaysToKeep', count(1, 36_500), 'Days that a capsule is kept.'),
  maxReportsPerFingerprint: option('maxReportsPerFingerprint', count(1),
    'Capsules that are kept per fingerprint; the oldest go.'),
  maxRepositoryBytes: option('maxRepositoryBytes', count(1, Number.MAX_SAFE_INTEGER),
    'Bytes that the repository may hold; the oldest capsules go.'),
  fallbackDirectory: option('fallbackDirectory', v.pipe(v.string(), v.metadata({ expected: 'a path, or an empty text for none' })),
    'A second folder for crashes that `repositoryDir` cannot take: a read-only disk, a full one. Relative as that is.'),
  stderrFallback: option('stderrFallback', flag(),
    'Whether a capsule that can be written into no folder goes to stderr, in lines that `faultsnap import --from-log` reads.'),
  terminationLog: option('terminationLog', text('a path, or "off"'),
    'In Kubernetes: the file that gets a summary of a fatal crash, at most 4096 bytes, if it exists. "off": none.'),
}

/** All options together. Its output is a {@link Config}: the compiler checks that in validate.ts. */
export const configSchema = v.object(OPTIONS)

/** What completes "expected …" for an option, and how the environment's text is read. */
export interface OptionMetadata { expected: string, environment?: 'one' }

type Schema<T> = v.GenericSchema<T, T>

function option<K extends keyof Config> (key: K, schema: Schema<Config[K]>, description: string) {
  return v.optional(v.pipe(schema, v.description(description)), DEFAULT_CONFIG[key] as Config[K])
}

function flag (): Schema<boolean> {
  return v.pipe(v.boolean(), v.metadata({ expected: 'true or false' }))
}

function text (expected: string): Schema<string> {
  return v.pipe(v.string(), v.nonEmpty(), v.metadata({ expected }))
}

/** `max`: "no limit" is a large number, not a special one; a billion is beyond what any process holds. */
function count (min: number, max = 1_000_000_000): Schema<number> {
  return v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max),
    v.metadata({ expected: `a whole number from ${min} to ${max}` }))
}

function amount (min: number, max: number): Schema<number> {
  return v.pipe(v.number(), v.minValue(min), v.maxValue(max), v.metadata({ expected: `a number from ${min} to ${max}` }))
}

function list<T> (item: Schema<T>, expected: string, environment?: 'one'): Schema<T[]> {
  return v.pipe(v.array(item), v.metadata({ expected, ...(environment && { environment }) }))
}

/** A page that is handed on must not run what a link says: only schemes that lead elsewhere. */
function isEditorUrl (text: string): boolean {
  return /^(?!(?:javascript|data|vbscript|blob|about):)[a-z][a-z\d+.-]*:/i.test(text) && text.includes('{path}')
}

function isUsablePattern (source: string): boolean {
  try {
    return !new RegExp(source).test('')
  } catch {
    return false
  }
}
