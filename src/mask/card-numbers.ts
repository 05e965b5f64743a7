import type { Spans } from './spans'

/** 13 to 19 digits with single spaces or dashes between them, not part of a longer word, decimal or identifier. */
const CANDIDATE = /(?<![\w.-])(?:\d[ -]?){12,18}\d(?![\w-]|\.\d)/g

/** Groups as they are printed on cards; without separators any length is tried. */
const GROUPS = /^(?:\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{4,5}|\d{13,19})$/

/**
 * Issuer prefixes with their lengths (ISO/IEC 7812, as published by the schemes). Time stamps in milli-, micro- and nanoseconds
 * start with 1 in this century, so that none of them is a card.
 */
const ISSUERS = [
  /^4(?:\d{12}|\d{15}|\d{18})$/, // Visa
  /^(?:5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^3(?:0[0-5]|[68]\d)\d{11}$/, // Diners Club
  /^(?:6011|65\d\d|64[4-9]\d)\d{12,15}$/, // Discover
  /^35(?:2[89]|[3-8]\d)\d{12}$/, // JCB
  /^62\d{14,17}$/, // UnionPay
  /^(?:50\d\d|5[6-8]\d\d|6304|67\d\d)\d{9,15}$/, // Maestro
]

/** Adds every payment card number: a known issuer's prefix and length, and the Luhn check digit. */
export function findCardNumbers (text: string, spans: Spans): void {
  CANDIDATE.lastIndex = 0
  for (let match = CANDIDATE.exec(text); match !== null; match = CANDIDATE.exec(text)) {
    if (!GROUPS.test(match[0])) continue
    const digits = match[0].replace(/[ -]/g, '')
    if (ISSUERS.some(issuer => issuer.test(digits)) && hasLuhnDigit(digits) && !/^(\d)\1+$/.test(digits)) {
      spans.push(match.index, match.index + match[0].length)
    }
  }
}

/** ISO/IEC 7812-1 annex B. */
function hasLuhnDigit (digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48
    sum += index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}
