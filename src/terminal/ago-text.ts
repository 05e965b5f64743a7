const STEPS: readonly (readonly [ms: number, unit: string])[] = [
  [365 * 86_400_000, 'y'], [30 * 86_400_000, 'mo'], [86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'min'], [1_000, 's'],
]

/** How long ago a time was, in its largest unit: `3 min ago`, `2 d ago`. A time to come is `just now`. */
export function agoText (time: string | number, now: Date): string {
  const ms = now.getTime() - new Date(time).getTime()
  const [size, unit] = STEPS.find(([each]) => ms >= each) ?? []
  return size === undefined || Number.isNaN(ms) ? 'just now' : `${Math.floor(ms / size)} ${unit} ago`
}
