/** Lets the keyboard scroll an element, under a name, for as long as its content is larger than itself. */
export function makeReachable(place: HTMLElement, name: string): void {
  const attributes = { tabindex: '0', role: 'group', 'aria-label': name };
  const update = () => {
    const scrolls = place.scrollWidth > place.clientWidth || place.scrollHeight > place.clientHeight;
    if (scrolls === place.hasAttribute('tabindex')) return;
    for (const [key, value] of Object.entries(attributes)) {
      if (scrolls) place.setAttribute(key, value);
      else place.removeAttribute(key);
    }
  };
  const observer = new ResizeObserver(update);
  for (const one of [place, ...place.children]) observer.observe(one);
}
