import type { Breadcrumb } from '../../src/model'
import type { Masker } from '../../src/mask/masker'
import { MASKED } from '../../src/mask/spans'
import type { Shown } from './shown-object'

const MAX_MESSAGE_CHARS = 500
/** Kept until the message is masked, so that no part of a secret that straddles the cut is left. */
export const MAX_KEPT_CHARS = MAX_MESSAGE_CHARS + 1024

/** Names that say nothing of what they hold: the message does, as in `breadcrumb('password', { value })`. */
const BARE_NAMES: readonly string[] = ['value', 'val', 'text', 'content', 'data']

/** A breadcrumb as it is kept in memory: unmasked, its time in epoch ms. */
interface Crumb { at: number, category: Breadcrumb['category'], level: Breadcrumb['level'], message: string | readonly Shown[], data?: Breadcrumb['data'] }

/** The last things the program did, oldest first. Owns a ring of a fixed size; adding costs one small object. */
export class BreadcrumbRing {
  private readonly crumbs: Crumb[] = []
  private next = 0
  /** Told of each breadcrumb after it was added. */
  onAdd: (() => void) | undefined
  private readonly size: number

  constructor (size: number) {
    this.size = size
  }

  add (category: Breadcrumb['category'], level: Breadcrumb['level'], message: string | readonly Shown[], data?: Breadcrumb['data']): void {
    if (this.size === 0) return
    const crumb: Crumb = { at: Date.now(), category, level, message: typeof message === 'string' && message.length > MAX_KEPT_CHARS ? message.slice(0, MAX_KEPT_CHARS) : message }
    if (data !== undefined) crumb.data = data
    this.crumbs[this.next] = crumb
    this.next = (this.next + 1) % this.size
    this.onAdd?.()
  }

  /** Masked and in order: all, or the last `count`. */
  read (masker: Masker, count = this.crumbs.length): Breadcrumb[] {
    const result: Breadcrumb[] = []
    for (let index = Math.max(0, this.crumbs.length - count); index < this.crumbs.length; index++) {
      const crumb = this.crumbs[(this.next + index) % this.crumbs.length]
      if (crumb === undefined) continue
      const breadcrumb: Breadcrumb = {
        at: new Date(crumb.at).toISOString(), category: crumb.category, level: crumb.level, message: shortened(masker, textOf(crumb.message, masker)),
      }
      if (crumb.data !== undefined) breadcrumb.data = maskData(crumb, crumb.data, masker)
      result[result.length] = breadcrumb
    }
    return result
  }
}

function textOf (message: Crumb['message'], masker: Masker): string {
  if (typeof message === 'string') return message
  return message.map(part => {
    if (typeof part === 'string') return part
    return `${part.head ?? ''}${part.names.some(name => masker.isSecretName(name)) ? MASKED : part.text}`
  }).join('')
}

function shortened (masker: Masker, message: string): string {
  const kept = masker.maskPrefix(message, MAX_MESSAGE_CHARS)
  return message.length > MAX_MESSAGE_CHARS ? `${kept}…` : kept
}

function maskData ({ message }: Crumb, data: NonNullable<Breadcrumb['data']>, masker: Masker): NonNullable<Breadcrumb['data']> {
  const secret = typeof message === 'string' && message.length <= 100 && !message.includes(' ') && masker.isSecretName(message) ? message : undefined
  const result: NonNullable<Breadcrumb['data']> = {}
  for (const name of Object.keys(data)) {
    const value = data[name]!
    result[name] = typeof value !== 'string' ? value
      : name === 'url' ? masker.maskUrl(value) : masker.maskNamed(secret !== undefined && BARE_NAMES.includes(name) ? secret : name, value)
  }
  return result
}
