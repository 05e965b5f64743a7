import type { Spans } from './spans'

/**
 * Commands whose single-letter flags take a secret, and those flags. `-p*`: the secret is part of the same word. `user`: of
 * `user:password` the whole; `pair`: of `user%password` and `user,password` what is behind the sign. `setting`: the word is a secret's name,
 * which the next is given to. `third`: a file's and a user's name stand between.
 */
const COMMANDS: readonly (readonly [commands: RegExp, flags: RegExp, kind: 'next' | 'attached' | 'user' | 'pair' | 'setting' | 'third'])[] = [
  [/^sshpass$/, /^-p$/, 'next'], [/^sshpass$/, /^-p(?=.)/, 'attached'],
  [/^(?:redis-cli|valkey-cli)$/, /^-a$/, 'next'],
  [/^openssl$/, /^-(?:k|K|pass|passin|passout)$/, 'next'],
  [/^ldap\w+$/, /^-w$/, 'next'],
  [/^(?:docker|podman|helm|oc|az|twine|ncftp\w*|rdesktop|mongo(?:sh|dump|restore|export|import|files|stat|top)?)$/, /^-p$/, 'next'],
  [/^(?:zip|unzip|zipcloak|mosquitto_\w+)$/, /^-P$/, 'next'],
  [/^(?:keytool|jarsigner)$/, /^-(?:src|dest)?(?:store|key)pass$/, 'next'],
  [/^ff(?:mpeg|probe|play)$/, /^-(?:decryption_key|encryption_key|password|passphrase)$/, 'next'],
  [/^vault$/, /^login$/, 'next'], [/^net$/, /^\/user:/i, 'next'],
  [/^[wx]freerdp3?$/, /^\/p:(?=.)/, 'attached'],
  [/^(?:smb\w+|rpcclient|lftp)$/, /^(?:-U|-u|--user)$/, 'pair'],
  [/^htpasswd$/, /^-[A-Za-z]*b[A-Za-z]*$/, 'third'],
  [/^(?:aws|npm|pnpm|yarn|git|gcloud|pip|poetry|composer|conda|firebase|netlify)$/,
    /(?:^|[_.:-])_?(?:pass(?:word|phrase|wd)?|secret|auth|(?:auth|access)?token|(?:api|access|private|secret)_?key)$/i, 'setting'],
  [/^(?:sqlcmd|bcp|snmp\w+)$/, /^-[PAX]$/, 'next'],
  [/^(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|mariadb-admin)$/, /^-p(?=.)/, 'attached'],
  [/^(?:7z|7za)$/, /^-p(?=.)/, 'attached'],
  [/^(?:curl|wget|http|https|xh)$/, /^(?:-[A-Za-z#]*u|-U|-a|--user|--proxy-user)$/, 'user'],
]
const MYSQL = COMMANDS.filter(([commands]) => commands.test('mysql'))
const NAMES = new RegExp(`(?:^|[\\s/\\\\"'\`(])(?:${[
  'sshpass|redis-cli|valkey-cli|openssl|ldap\\w+|docker|podman|helm|oc|az|sqlcmd|bcp|snmp\\w+|mysql\\w*|mariadb[\\w-]*|7za?|curl|wget|https?|xh',
  'twine|ncftp\\w*|rdesktop|mongo\\w*|zip|unzip|zipcloak|mosquitto_\\w+|keytool|jarsigner|ff(?:mpeg|probe|play)|vault|net|[wx]freerdp3?',
  'smb\\w+|rpcclient|lftp|htpasswd|aws|npm|pnpm|yarn|git|gcloud|pip|poetry|composer|conda|firebase|netlify',
].join('|')}) `, 'g')

/** What all of them have that take a secret. */
const ARGUMENT = / (?:-|\/\w+:|login |set )/

/** Fed from another command or from a text: `echo x | docker login --password-stdin`, `sudo -S <<< x`. */
const PIPED = /\b(?:echo|printf)\s(?:-\w+\s)?["']?([^\s"'|$]{4,200})["']?\s{0,9}\|\s{0,9}[^\n|;&]{0,100}?(?:--password-stdin|--with-token|\bsudo\s-S|--passphrase-fd)/dg
const FED = /\bsudo\s[^\n|;&<]{0,60}<<<\s?["']?([^\s"'$]{4,200})/dg

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
      else if (kind === 'third') addIfThere(words, index + (/n/.test(words[index]!) ? 2 : 3), 0, found)
      else if (kind === 'setting') {
        if (/^(?:set|config)$/.test(words[index - 1] ?? '') && next?.startsWith('-') === false) addIfThere(words, index + 1, 0, found)
      } else if (kind === 'pair') {
        const sign = next?.search(/[%,]/) ?? -1
        if (sign > 0) addIfThere(words, index + 1, sign + 1, found)
      } else if (flag[0] === 'login') {
        if (next !== undefined && /^(?=.*\d)[^-].{11}/.test(next)) found.push({ index: index + 1, from: 0 })
      } else if (next !== undefined && (kind === 'next' ? !next.startsWith('-') && !PORTS.test(next) : /^["']?[^\s:]+:./.test(next))) {
        found.push({ index: index + 1, from: 0 })
      }
    }
  }
  return found
}

function addIfThere (words: readonly string[], index: number, from: number, found: SecretPart[]): void {
  if ((words[index]?.length ?? 0) > from) found.push({ index, from })
}

/** Adds the secrets of command lines in a text. */
export function findCommandSecrets (text: string, spans: Spans): void {
  if (text.includes('|')) for (const match of text.matchAll(PIPED)) spans.push(...match.indices![1]!)
  if (text.includes('<<<')) for (const match of text.matchAll(FED)) spans.push(...match.indices![1]!)
  if (!ARGUMENT.test(text)) return
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
