/** 8 hex digits, random: unique among the crashes of one second and one bug. */
export function newCrashId (): string {
  const { randomBytes } = require('node:crypto') as typeof import('node:crypto')
  return randomBytes(4).toString('hex')
}
