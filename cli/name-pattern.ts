/**
 * Whether a name fits a pattern, in which `*` stands for any characters and `?` for one. Upper and lower case are the same unless
 * the pattern has upper case, so that `*id` finds `customerId` and `Order` does not find `order`.
 */
export function namePattern (pattern: string): (name: string) => boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*').replace(/\?/g, '.')
  const expression = new RegExp(`^${source}$`, /\p{Lu}/u.test(pattern) ? 'su' : 'sui')
  return name => expression.test(name)
}
