import type { Spans } from './spans'

/** Two letters, two check digits, then groups of four; cheaper to look for than whole numbers are. */
const BEGINNING = /[A-Z]{2}\d\d ?[A-Z\d]{4}/
const CANDIDATE = /(?<![\w-])[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?![\w-])/g

/** Adds every bank account number: ISO 13616, 15 to 34 characters whose check digits are right. */
export function findAccountNumbers (text: string, spans: Spans): void {
  if (!BEGINNING.test(text)) return
  CANDIDATE.lastIndex = 0
  for (let match = CANDIDATE.exec(text); match !== null; match = CANDIDATE.exec(text)) {
    const account = match[0].replace(/ /g, '')
    if (account.length >= 15 && account.length <= 34 && /\d{6}/.test(account) && remainder(account) === 1) {
      spans.push(match.index, match.index + match[0].length)
    }
  }
}

/** ISO/IEC 7064, MOD 97-10, over the account with its first four characters at its end. */
function remainder (account: string): number {
  let rest = 0
  for (const char of account.slice(4) + account.slice(0, 4)) {
    const value = Number.parseInt(char, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}
