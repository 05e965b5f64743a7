import type { Config } from '../../src/config/config'

/**
 * An IP address as configured: whole (`true`), not at all (`false`), or without the part that tells one person from another: the
 * last byte of IPv4, the last 80 bits of IPv6, as analytics tools do ("IP masking", Google Analytics). Undefined for none.
 */
export function addressText (address: string | undefined, capture: Config['captureAddress']): string | undefined {
  if (address === undefined || address === '' || capture === false) return undefined
  if (capture === true) return address.slice(0, 100)
  const mapped = /^(::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}(?::\d+)?$/i.exec(address)
  if (mapped !== null) return mapped[2] === '127' ? address : `${mapped[1] ?? ''}${mapped[2]}.${mapped[3]}.${mapped[4]}.0`
  if (address === '::1') return address
  const bare = address.replace(/^\[|\](?::\d+)?$|%.*$/g, '')
  if (!/^[0-9a-f:.]+$/i.test(bare) || !bare.includes(':')) return undefined
  const [head = '', tail] = bare.split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const whole = tail === undefined ? groups : [...groups, ...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest]
  return `${whole.slice(0, 3).map(group => group || '0').join(':')}::`
}
