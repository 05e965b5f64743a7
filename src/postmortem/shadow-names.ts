/** Names that rewritten console input refers to in the shadow heap; no program has them. */
export const SHADOW_NAMES = {
  this: '$faultsnap_this', private: '$faultsnap_private', hasPrivate: '$faultsnap_hasPrivate', declare: '$faultsnap_declare', variable: '$faultsnap_variable',
  instanceOf: '$faultsnap_instanceOf',
} as const
