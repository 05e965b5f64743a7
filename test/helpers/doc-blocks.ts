/** The fenced blocks of a Markdown text with this language, in order, without their fences. */
export function blocksOf (markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].filter(match => match[1] === language).map(match => match[2]!)
}

/** The commands of a `console` block: lines after `$ `, each with the lines below it. */
export function commandsOf (block: string): { line: string, shown: string[] }[] {
  const commands: { line: string, shown: string[] }[] = []
  for (const line of block.trimEnd().split('\n')) {
    if (line.startsWith('$ ')) commands.push({ line: line.slice(2), shown: [] })
    else commands.at(-1)!.shown.push(line)
  }
  return commands
}

/** Whether the lines are the shown ones, of which a line `…` stands for any number of lines. */
export function matchesShown (lines: readonly string[], shown: readonly string[]): boolean {
  if (shown.length === 0) return lines.length === 0
  if (shown[0] !== '…') return lines[0] === shown[0] && lines.length > 0 && matchesShown(lines.slice(1), shown.slice(1))
  for (let skipped = 0; skipped <= lines.length; skipped++) if (matchesShown(lines.slice(skipped), shown.slice(1))) return true
  return false
}
