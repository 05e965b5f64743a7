import type { Breadcrumb } from '../model'

/** What a breadcrumb says in words: of a request its method, its path or address without query, and how it was answered. */
export function breadcrumbText ({ category, message, data }: Pick<Breadcrumb, 'category' | 'message' | 'data'>): string {
  const { method, url } = data ?? {}
  const isRequest = (category === 'http.server' || category === 'http.client') && typeof method === 'string' && typeof url === 'string'
  if (!isRequest || url === '' || !message.startsWith(`${method} `)) return message
  return `${method} ${url.replace(/[?#].*$/s, '')}${message.slice(method.length)}`
}
