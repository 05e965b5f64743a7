import type { Spans } from './spans'

/**
 * Commands whose single-letter flags take a secret, and those flags. `-p*`: the secret is part of the same word. `user`: of
 * `user:password` the whole.
 */
const COMMANDS: readonly (readonly [commands: RegExp, flags: RegExp, kind: 'next' | 'attached' | 'user'])[] = [
  [/^sshpass$/, /^-p$/, 'next'], [/^sshpass$/, /^-p(?=.)/, 'attached'],
  [/^(?:redis-cli|valkey-cli)$/, /^-a$/, 'next'],
  [/^openssl$/, /^-(?:k|K|pass|passin|passout)$/, 'next'],
  [/^ldap\w+$/, /^-w$/, 'next'],
  [/^(?:docker|podman|helm|oc|az)$/, /^-p$/, 'next'],
  [/^(?:sqlcmd|bcp|snmp\w+)$/, /^-[PAX]$/, 'next'],
  [/^(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|mariadb-admin)$/, /^-p(?=.)/, 'attached'],
  [/^(?:7z|7za)$/, /^-p(?=.)/, 'attached'],
  [/^(?:curl|wget|http|https|xh)$/, /^(?:-u|-U|-a|--user|--proxy-user)$/, 'user'],
]
const MYSQL = COMMANDS.filter(([commands]) => commands.test('mysql'))
const NAMES = /(?:^|[\s/\\"'`(])(?:sshpass|redis-cli|valkey-cli|openssl|ldap\w+|docker|podman|helm|oc|az|sqlcmd|bcp|snmp\w+|mysql\w*|mariadb[\w-]*|7za?|curl|wget|https?|xh) /g

const MAX_WORDS = 60

/** `docker run -p 8080:80` */
const PORTS = /^["']?(?:[\d.]+:)?[\d-]*:[\d-]+(?:\/[a-z]+)?["']?$/

/** A word of a command line, and which part of it is a secret. */
export interface SecretPart { index: number, from: number }

/** Which of the words of a command line, the command's own first, are secrets by what their flags mean for it. */
export function secretsOfCommand (words: readonly string[]): SecretPart[] {
  const command = /[^\\/]*$/.exec(words[0] ?? '')![0].replace(/\.exe$/i, '')
  // The arguments alone, as `execFile` takes them: `-uroot -pPassword1` are MySQL's.
  const isMysql = words[0]?.startsWith('-') === true && words.some(word => /^-u\w/.test(word)) && words.some(word => /^-p\S{5}/.test(word))
  const rules = isMysql ? MYSQL : COMMANDS.filter(([commands]) => commands.test(command))
  const first = isMysql ? 0 : 1
  const found: SecretPart[] = []
  for (let index = first; rules.length > 0 && index < words.length && index < MAX_WORDS; index++) {
    for (const [, flags, kind] of rules) {
      const flag = flags.exec(words[index]!)
      if (flag === null) continue
      const next = words[index + 1]
      if (kind === 'attached') found.push({ index, from: flag[0].length })
      else if (next !== undefined && (kind === 'next' ? !next.startsWith('-') && !PORTS.test(next) : /^["']?[^\s:]+:./.test(next))) {
        found.push({ index: index + 1, from: 0 })
      }
    }
  }
  return found
}

/** Adds the secrets of command lines in a text. */
export function findCommandSecrets (text: string, spans: Spans): void {
  if (!text.includes(' -')) return
  NAMES.lastIndex = 0
  for (let match = NAMES.exec(text); match !== null; match = NAMES.exec(text)) {
    const start = match.index + (/^[\w]/.test(match[0]) ? 0 : 1)
    const line = /^[^\n|;&]{0,2000}/.exec(text.slice(start, start + 2_000))![0]
    NAMES.lastIndex = start + line.length
    const words = [...line.matchAll(/\S+/g)].slice(0, MAX_WORDS)
    for (const { index, from } of secretsOfCommand(words.map(([word]) => word))) {
      const at = start + words[index]!.index + from
      const value = words[index]![0].slice(from).replace(/["'`)]+$/, '')
      const quote = /^["'`]*/.exec(value)![0].length
      if (value.length > quote && !/^[$<{%]/.test(value.slice(quote))) spans.push(at + quote, at + value.length)
    }
  }
}
