import { randomHex } from '../../src/repository/random-hex'

/** 8 hex digits, random: unique among the crashes of one second and one bug. */
export const newCrashId = (): string => randomHex(8)
