/** Lets the eye find an element that was gone to. */
export function flash (host: HTMLElement): void {
  host.classList.remove('flash')
  // Read, so that the animation begins again.
  void host.offsetWidth
  host.classList.add('flash')
  host.addEventListener('animationend', () => host.classList.remove('flash'), { once: true })
}
