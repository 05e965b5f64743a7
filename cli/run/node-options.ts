/**
 * `NODE_OPTIONS` with `--require <file>` at its end, everything before it kept. Unchanged if it already preloads that file, or
 * FaultSnap by its package name: the agent would find itself installed, but a second copy costs start-up in every process.
 */
export function withPreload (nodeOptions: string | undefined, file: string): string {
  const existing = nodeOptions ?? ''
  if (preloads(splitNodeOptions(existing), file)) return existing
  return `${existing}${existing === '' || existing.endsWith(' ') ? '' : ' '}--require ${quoteNodeOption(file)}`
}

/** One option's text as Node reads it back: in quotes, in which a backslash escapes the next character. */
export function quoteNodeOption (text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}

/**
 * The options in a `NODE_OPTIONS` text, as Node splits it: at spaces (no other white space) outside of double quotes; a backslash
 * escapes only within quotes. https://github.com/nodejs/node/blob/v22.x/src/node_options.cc, ParseNodeOptionsEnvVar.
 */
export function splitNodeOptions (text: string): string[] {
  const options: string[] = []
  let isInString = false
  let startsNew = true
  for (let at = 0; at < text.length; at++) {
    let character = text[at]!
    if (character === '\\' && isInString) {
      character = text[++at] ?? ''
    } else if (character === ' ' && !isInString) {
      startsNew = true
      continue
    } else if (character === '"') {
      isInString = !isInString
      continue
    }
    if (startsNew) options.push(character)
    else options[options.length - 1] += character
    startsNew = false
  }
  return options
}

function preloads (options: string[], file: string): boolean {
  return options.some((option, index) => {
    const [flag, value] = option.includes('=') ? [option.slice(0, option.indexOf('=')), option.slice(option.indexOf('=') + 1)]
      : [option, options[index + 1]]
    return ['-r', '--require', '--import'].includes(flag) && (value === file || value === 'faultsnap/register')
  })
}
