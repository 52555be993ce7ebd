// Dereth by night, for the sign-in page: dark land, darker sea, the towns as lights.

const WEST = -101.95;
const NORTH = 102.05;
const SCALE = 5; // picture points a map unit; whole numbers keep the file small
const SIZE = Math.round(204 * SCALE);

const x = (ew) => Math.round((ew - WEST) * SCALE);
const y = (ns) => Math.round((NORTH - ns) * SCALE);

function path(rings) {
  return rings
    .map((ring) => {
      let px = x(ring[0][0]);
      let py = y(ring[0][1]);
      let d = `M${px} ${py}l`;
      for (const [ew, ns] of ring.slice(1)) {
        const nx = x(ew);
        const ny = y(ns);
        if (nx === px && ny === py) continue;
        d += `${nx - px},${ny - py} `;
        px = nx;
        py = ny;
      }
      return `${d.trimEnd()}z`;
    })
    .join('');
}

/** The picture as SVG text. Rings are in map units, places as [name, kind, ew, ns]. */
export function nightMap({ coast, tints, places }) {
  const towns = places.filter(([, kind]) => kind === 'town');
  const lesser = places.filter(([, kind]) => kind === 'outpost' || kind === 'settlement');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}">`,
    '<defs>',
    '<radialGradient id="g"><stop offset="0" stop-color="#ffe3a0" stop-opacity=".75"/><stop offset=".18" stop-color="#e8c372" stop-opacity=".3"/><stop offset="1" stop-color="#e8c372" stop-opacity="0"/></radialGradient>',
    '<filter id="b" x="-10%" y="-10%" width="120%" height="120%"><feGaussianBlur stdDeviation="7"/></filter>',
    '<clipPath id="c"><use href="#k"/></clipPath>',
    `<path id="k" d="${path(coast)}"/>`,
    '</defs>',
    `<rect width="${SIZE}" height="${SIZE}" fill="#0a1017"/>`,
    '<g fill="none" stroke="#16324a" stroke-linejoin="round">',
    ...[
      [60, 0.1],
      [36, 0.13],
      [18, 0.18],
      [6, 0.3],
    ].map(([width, opacity]) => `<use href="#k" stroke-width="${width}" stroke-opacity="${opacity}"/>`),
    '</g>',
    '<use href="#k" fill="#25352e"/>',
    '<g clip-path="url(#c)"><g filter="url(#b)">',
    ...tints.map(
      ({ fill, rings }) => `<path fill="${fill}" fill-opacity=".85" fill-rule="evenodd" d="${path(rings)}"/>`,
    ),
    '</g></g>',
    '<use href="#k" fill="none" stroke="#5d7a80" stroke-opacity=".28" stroke-width="1.2"/>',
    `<g fill="url(#g)">${towns.map(([, , ew, ns]) => `<circle cx="${x(ew)}" cy="${y(ns)}" r="15"/>`).join('')}</g>`,
    `<g fill="#ffe9b8">${towns.map(([, , ew, ns]) => `<circle cx="${x(ew)}" cy="${y(ns)}" r="1.7"/>`).join('')}</g>`,
    `<g fill="#e8c372" fill-opacity=".55">${lesser.map(([, , ew, ns]) => `<circle cx="${x(ew)}" cy="${y(ns)}" r=".9"/>`).join('')}</g>`,
    '</svg>',
    '',
  ].join('\n');
}
