/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** An element with attributes and children; texts become text nodes, so that nothing of a capsule is ever read as markup. */
export function element<Tag extends keyof HTMLElementTagNameMap> (
  tag: Tag, attributes: Readonly<Record<string, string>> = {}, ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const host = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) host.setAttribute(name, value)
  host.append(...children)
  return host
}
