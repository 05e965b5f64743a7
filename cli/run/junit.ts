import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { LoggedCrash } from './run-log'

const MAX_FILE_BYTES = 64 * 1024 * 1024
const TOKEN = /<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<\?[^]*?\?>|<!(?:[^>"']|"[^"]*"|'[^']*')*>|<\/?[\w:.-]+(?:[^>"']|"[^"]*"|'[^']*')*>/g

/** Adds the capsules of failed tests to a JUnit file, in place. Gives what went wrong, in words; the file is then as it was. */
export function attachToFile (file: string, tests: readonly LoggedCrash[], cwd: string): string | undefined {
  const path = isAbsolute(file) ? file : join(cwd, file)
  try {
    if (statSync(path).size > MAX_FILE_BYTES) return 'too large to attach capsules to'
    const text = readFileSync(path, 'utf8')
    const attached = attachCapsules(text, tests)
    if (attached === text) return undefined
    writeFileSync(`${path}.faultsnap`, attached)
    renameSync(`${path}.faultsnap`, path)
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file: is the runner told to write it?' : (error as Error).message
  }
}

interface TestCase { attributes: Record<string, string>, suites: string[], isFailed: boolean, outputEnd: number | undefined }

/**
 * The text of a JUnit file with a line `[[ATTACHMENT|/path]]` in the `system-out` of every failed test case that a capsule was recorded of:
 * the convention of Jenkins' JUnit Attachments plugin, which GitLab follows. All else stays as it was, byte for byte.
 */
export function attachCapsules (xml: string, tests: readonly LoggedCrash[]): string {
  const insertions: { at: number, text: string }[] = []
  const suites: string[] = []
  let current: TestCase | undefined
  for (const { 0: token, index } of xml.matchAll(TOKEN)) {
    const [, slash, name] = /^<(\/?)([\w:.-]+)/.exec(token) ?? []
    const isOpening = slash === '' && !token.endsWith('/>')
    if (name === 'testsuite' || name === 'testsuites') {
      if (isOpening) suites.push(attributesOf(token)['name'] ?? '')
      else if (slash === '/') suites.pop()
    } else if (name === 'testcase') {
      if (isOpening) current = { attributes: attributesOf(token), suites: [...suites], isFailed: false, outputEnd: undefined }
      else if (current !== undefined && slash === '/') {
        const lines = current.isFailed ? capsulesOf(current, tests).map(file => `[[ATTACHMENT|${escapeXml(file)}]]`).join('\n') : ''
        if (lines !== '') {
          insertions.push(current.outputEnd === undefined
            ? { at: index, text: `<system-out>${lines}</system-out>\n` } : { at: current.outputEnd, text: `\n${lines}\n` })
        }
        current = undefined
      }
    } else if (current !== undefined) {
      if (slash === '' && (name === 'failure' || name === 'error')) current.isFailed = true
      if (slash === '/' && name === 'system-out') current.outputEnd = index
    }
  }
  let attached = ''
  let from = 0
  for (const { at, text } of insertions) {
    attached += xml.slice(from, at) + text
    from = at
  }
  return attached + xml.slice(from)
}

/** Runners write a test's name as its title alone, or with its suites, in many ways; suites may be in `classname` or around it. */
function capsulesOf ({ attributes, suites }: TestCase, tests: readonly LoggedCrash[]): string[] {
  const title = words(attributes['name'] ?? '')
  const known = [attributes['file'] ?? '', attributes['classname'] ?? '', ...suites].join('\n').replaceAll('\\', '/')
  const around = [[...suites, title].join(' '), `${attributes['classname'] ?? ''} ${title}`].map(words)
  const fitting = tests.filter(({ test }) => {
    const full = words(test!.name)
    return title === full || title.endsWith(` ${full}`) || (full.endsWith(` ${title}`) && around.some(path => path.includes(full)))
  })
  const sameFile = fitting.filter(({ test }) => test!.file !== undefined && known.split('\n').some(path => isEndOf(path, test!.file!)))
  return (sameFile.length > 0 ? sameFile : fitting).map(({ file }) => file)
}

function isEndOf (path: string, file: string): boolean {
  const whole = file.replaceAll('\\', '/')
  return path !== '' && /\.\w+$/.test(path) && (whole === path || whole.endsWith(`/${path.replace(/^\.\//, '')}`))
}

function words (name: string): string {
  return name.replaceAll(/[\s>›»/]+/g, ' ').trim()
}

function attributesOf (tag: string): Record<string, string> {
  const found = [...tag.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)]
  return Object.fromEntries(found.map(([, name, double, single]) => [name!, unescapeXml(double ?? single ?? '')]))
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescapeXml (text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (entity, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? entity
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex!, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity
  })
}

function escapeXml (text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f]/g, '?').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
