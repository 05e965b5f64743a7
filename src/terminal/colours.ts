import picocolors from 'picocolors'

export type Colours = ReturnType<typeof picocolors.createColors>

/** What decides about colour. `isRefused`: the user said `--no-color`. */
export interface ColourInput { isTTY: boolean | undefined, env: Record<string, string | undefined>, isRefused?: boolean }

/** Painters that colour, or give the text back as it is: see {@link wantsColour}. */
export function createColours (input: ColourInput): Colours {
  return picocolors.createColors(wantsColour(input))
}

/**
 * Whether to colour. `--no-color` wins, then `FORCE_COLOR` (0 and false refuse), then `NO_COLOR` (any text refuses), as in Node
 * itself; else only a terminal that is not `dumb` gets colours. picocolors' own answer is not asked: it looks at the arguments of
 * the process, and colours pipes on Windows and in CI.
 */
export function wantsColour ({ isTTY, env, isRefused }: ColourInput): boolean {
  if (isRefused) return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false
  return isTTY === true && env['TERM'] !== 'dumb'
}
