import { wrongUsage } from '../wrong-usage'

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/** Bytes of `200MB`, `1.5G`, `64k`, `1000`; units are powers of 1024. Throws FaultSnapError USAGE. */
export function parseBytes (option: string, text: string): number {
  const [, amount, unit] = /^(\d{1,15}(?:\.\d{1,3})?)\s*([kmg]?)(?:i?b)?$/i.exec(text.trim()) ?? []
  if (amount !== undefined) return Math.round(Number(amount) * UNITS[unit!.toLowerCase()]!)
  throw wrongUsage(`--${option}: expected a size like 500MB, 64K or 1G, got ${JSON.stringify(text)}`)
}
