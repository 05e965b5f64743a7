/** Compiles the config's `maskPatterns`. One that does not compile, or that matches the empty string, is left out. */
export function compilePatterns (sources: readonly string[]): RegExp[] {
  const patterns: RegExp[] = []
  for (const source of sources) {
    try {
      const pattern = new RegExp(source, 'g')
      if (!pattern.test('')) patterns.push(pattern)
    } catch {
      // Reported by the validation of the config.
    }
  }
  return patterns
}
