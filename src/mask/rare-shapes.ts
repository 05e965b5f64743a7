import { isScrambled } from './token-families'
import type { Spans } from './spans'

/** In a list of arguments. */
const MYSQL = /["'](?:[\w./-]{0,60}\/)?(?:mysql(?:dump|admin)?|mariadb(?:-dump|-admin)?)["'][^\]\n]{0,200}?["']-p([^"'\s$]{4,200})["']/dg
const IDENTIFIED = /\bidentified\s{1,9}(?:with\s{1,9}\S{1,60}\s{1,9})?(?:by|as)\s{1,9}(?:password\s{1,9})?\\?['"](?![$?%<:@])((?:[^'"\\\n]|''|\\[^\n'"]){1,200})\\?['"]/dgi

/**
 * Secrets with separators of their own in them: [what all of them have, the expression, whose first group, if it has one, is the
 * secret]. Looked for only in texts with that literal.
 */
const SHAPES: readonly (readonly [literal: string, shape: RegExp])[] = [
  ['1//0', /(?<![\w/])1\/\/0[\w-]{20,}/dg], // Google's refresh tokens
  ['1/', /(?<![\w/])[01]\/\d{16}(?:\/\d{10,16})?:[a-f0-9]{32}(?!\w)/dg], // Asana's personal access tokens
  ['==', /(?<![\w+/])[\w+/]{76}(?:\+A[A-Z][a-zA-Z]|\+AIoT|\+ACR)[\w+/]{4,7}==/dg], // Azure's keys of storage, buses and hubs
  ['access_token$', /access_token\$(?:production|sandbox)\$\w{8,}\$\w{16,}/dg], // Braintree
  ['Private-Lines:', /Private-Lines: \d+(?:\r?\n|(?:\\r)?\\n)((?:[\w+/=]+(?:(?:\r?\n|(?:\\r)?\\n)(?!Private-MAC)|(?![\w:-])))+)/dg], // PuTTY's private keys
  ['SSWS ', /\bSSWS ([\w-]{20,})/dg], // Okta
  ['jdbc:oracle', /jdbc:oracle:\w+:[^/\s]{1,60}\/([^@\s]{1,100})@/dg],
  ['//', /(?<![:\w/])\/\/[^\s/@:?#]{1,60}:([^\s/@?#]{1,200})@[\w.-]/dg], // an address without its scheme
  ["'-p", MYSQL], ['"-p', MYSQL],
  ['IDENTIFIED ', IDENTIFIED], ['identified ', IDENTIFIED], // MySQL, Oracle
  ['{PLAIN}', /\{PLAIN\}([^\s"'`,;:]{4,200})/dg], ['{CLEARTEXT}', /\{CLEARTEXT\}([^\s"'`,;:]{4,200})/dg], // LDAP, Dovecot
  ['={', /(?:;\s?(?:PWD|Pwd|pwd|[Pp]assword|PASSWORD)=\{([^\s{}"'`$]{1,200})\}|\b(?:PWD|Pwd|pwd)=\{([^\s{}"'`$]{1,200})\};)/dg], // ODBC
  ['Digest ', /\bDigest ((?:[\w-]{1,20}=(?:"[^"\n]{0,300}"|[^\s,"]{1,300}),?\s?){2,20})/dg],
]

/** Adds what has one of these shapes. */
export function findRareShapes (text: string, spans: Spans): void {
  for (const [literal, shape] of SHAPES) {
    if (!text.includes(literal)) continue
    for (const match of text.matchAll(shape)) addMatch(match, spans)
  }
}

function addMatch (match: RegExpMatchArray, spans: Spans): void {
  const [start, end] = match.indices![1] ?? match.indices![2] ?? match.indices![0]!
  spans.push(start, end)
}

/** In pair with the id of an AWS key, which stands elsewhere in the crash: 40 characters of base64 without a mark of any kind.  Not the lines of a certificate. */
export function findAwsSecrets (text: string, spans: Spans): void {
  for (const match of text.matchAll(/(?<![\w+/=.-]|[\w+/=]\r?\n)[A-Za-z0-9+/]{40}(?![\w+/=-])/g)) {
    if (/[A-Z]/.test(match[0]) && /[a-z]/.test(match[0]) && isScrambled(match[0], 30)) spans.push(match.index, match.index + 40)
  }
}
