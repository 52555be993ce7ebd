const plain = '/favicon.svg';

/** The site's icon with a red dot, as an address: the mark of static/favicon.svg, without what is too fine at 16 px. */
const dotted = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none">' +
    '<path d="M16 2.5 27.7 9.2v13.6L16 29.5 4.3 22.8V9.2Z" fill="#11171f"/>' +
    '<path d="M6.5 16c2.6-4 5.8-6 9.5-6s6.9 2 9.5 6c-2.6 4-5.8 6-9.5 6s-6.9-2-9.5-6Z" stroke="#5cc8a8" stroke-width="2.2"/>' +
    '<circle cx="16" cy="16" r="3" fill="#e8c372"/>' +
    '<circle cx="24" cy="8" r="7" fill="#ff7b72" stroke="#0b0f14" stroke-width="2"/></svg>',
)}`;

/** Puts a dot on the tab's icon, or takes it off. */
export function dotFavicon(on: boolean): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const address = on ? dotted : plain;
  if (link !== null && link.getAttribute('href') !== address) link.setAttribute('href', address);
}
