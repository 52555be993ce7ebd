// Draws the base map of Dereth from two lists of facts and writes what the site serves.
//
//   node tools/basemap.mjs FOLDER [OUT]
//
// FOLDER holds landmask.txt (255 × 255 landblocks, first line north, one letter of terrain each) and
// places.csv (name,kind,ew,ns). OUT is static/map by default. The same input gives the same bytes.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { blur, makeField, noise, sample } from './basemap-field.mjs';
import { nightMap } from './basemap-night.mjs';
import { area, simplifyRing, traceRings } from './basemap-trace.mjs';

const BLOCKS = 255;
const BLOCK_UNITS = 0.8;
const WEST = -101.95;
const NORTH = 102.05;
const PAD = 3; // blocks of sea round the world, so that every outline closes
const FINE = 3; // grid points a block
const STEP = 0.05; // map units a step of the written coordinates

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node tools/basemap.mjs FOLDER [OUT]');
  process.exit(2);
}
const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[3] ?? join(here, '..', '..', 'static', 'map');

const terrain = readTerrain(join(folder, 'landmask.txt'));
const places = readPlaces(join(folder, 'places.csv'));
const coast = traceField(shore(landField(terrain)), 0.5, 0.07, 1.2);
const biomes = spread(smooth(terrain));

// Lands whose names every map of Dereth carries, for the far view. The places of kind "region" serve the near one.
const lands = [
  ['Osteth', 21, 50],
  ['Direlands', -70, -18],
];

mkdirSync(out, { recursive: true });
write(
  'dereth.json',
  `${JSON.stringify({
    version: 1,
    step: STEP,
    west: WEST,
    north: NORTH,
    block: BLOCK_UNITS,
    blocks: BLOCKS,
    coast: coast.map(deltas),
    biomes: runs(biomes),
    places,
    lands,
  })}\n`,
);
const tint = (letters, level) =>
  traceField(
    blur(
      padded(biomes, (letter) => (letters.includes(letter) ? 1 : 0)),
      1.6,
    ),
    level,
    0.45,
    6,
  );
write(
  'dereth.svg',
  nightMap({
    coast: traceField(shore(landField(terrain)), 0.5, 0.14, 1.5),
    tints: [
      { fill: '#1d3b2f', rings: tint('fj', 0.5) },
      { fill: '#4b3f24', rings: tint('d', 0.5) },
      { fill: '#3b3d41', rings: tint('m', 0.5) },
      { fill: '#25343a', rings: tint('s', 0.5) },
      { fill: '#2b222e', rings: tint('o', 0.5) },
    ],
    places,
  }),
);

function readTerrain(path) {
  const rows = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((row) => row.trim());
  if (rows.length !== BLOCKS || rows.some((row) => row.length !== BLOCKS)) {
    throw new Error(`${path}: expected ${BLOCKS} rows of ${BLOCKS} letters`);
  }
  return rows.map((row) => [...row]);
}

function readPlaces(path) {
  const [head, ...rows] = readFileSync(path, 'utf8').trim().split('\n');
  if (head.trim() !== 'name,kind,ew,ns') throw new Error(`${path}: unexpected columns "${head}"`);
  return rows.map((row) => {
    const [name, kind, ew, ns] = row.trim().split(',');
    return [name, kind, Number(ew), Number(ns)];
  });
}

/** Letters on a padded grid as numbers. */
function padded(rows, value) {
  const field = makeField(BLOCKS + 2 * PAD);
  for (let y = 0; y < BLOCKS; y++) {
    for (let x = 0; x < BLOCKS; x++) field.values[(y + PAD) * field.size + x + PAD] = value(rows[y][x]);
  }
  return field;
}

/** Land is 1, water 0; a lone block of water with land all round it is a gap in the list, not a pond. */
function landField(rows) {
  const wet = (x, y) => ['.', 'l', undefined].includes(rows[y]?.[x]);
  const filled = rows.map((row, y) =>
    row.map((letter, x) => {
      if (letter !== '.') return letter;
      let dry = 0;
      for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) if (!wet(x + dx, y + dy)) dry++;
      return dry >= 5 ? 'p' : letter;
    }),
  );
  return blur(
    padded(filled, (letter) => (letter === '.' || letter === 'l' ? 0 : 1)),
    0.8,
  );
}

/** The land field on the fine grid, its edge frayed by noise as a coast is. */
function shore(land) {
  const size = (land.size - 1) * FINE + 1;
  const fine = makeField(size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const bx = x / FINE;
      const by = y / FINE;
      const fray =
        (noise(bx / 3.1, by / 3.1) - 0.5) * 0.3 +
        (noise(bx / 1.3 + 40, by / 1.3) - 0.5) * 0.26 +
        (noise(bx / 0.6 + 90, by / 0.6) - 0.5) * 0.14;
      const value = sample(land, bx, by);
      // Only where land and water meet: neither ponds in the plains nor reefs in the ocean.
      fine.values[y * size + x] = value + fray * 4 * value * (1 - value);
    }
  }
  return fine;
}

/** Rings in map units, [ew, ns] each. */
function traceField(field, level, toleranceUnits, leastArea) {
  const scale = (field.size - 1) / (BLOCKS + 2 * PAD - 1);
  return traceRings(field, level)
    .map((ring) =>
      ring.map(([x, y]) => [
        WEST + (x / scale - PAD + 0.5) * BLOCK_UNITS,
        NORTH - (y / scale - PAD + 0.5) * BLOCK_UNITS,
      ]),
    )
    .filter((ring) => area(ring) >= leastArea)
    .map((ring) => simplifyRing(ring, toleranceUnits))
    .filter((ring) => ring.length >= 4)
    .sort((a, b) => area(b) - area(a));
}

/** The commonest terrain of a block and its neighbours, so that tints are areas and not confetti. */
function smooth(rows) {
  let current = rows;
  for (let pass = 0; pass < 2; pass++) {
    current = current.map((row, y) =>
      row.map((letter, x) => {
        if (letter === '.') return letter;
        const votes = new Map([[letter, 1.5]]);
        for (let dy = -1; dy <= 1; dy++) {
          for (let dx = -1; dx <= 1; dx++) {
            const other = current[y + dy]?.[x + dx] ?? '.';
            if (other !== '.' && other !== 'l') votes.set(other, (votes.get(other) ?? 0) + 1);
          }
        }
        return [...votes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0][0];
      }),
    );
  }
  return current;
}

/** Lets the land's tints run out under the sea: the coast is the outline's business. */
function spread(rows) {
  let current = rows.map((row) => row.map((letter) => (letter === 'l' ? 'p' : letter)));
  for (;;) {
    let changed = false;
    current = current.map((row, y) =>
      row.map((letter, x) => {
        if (letter !== '.') return letter;
        for (const [dx, dy] of [
          [-1, 0],
          [1, 0],
          [0, -1],
          [0, 1],
        ]) {
          const other = current[y + dy]?.[x + dx];
          if (other !== undefined && other !== '.') {
            changed = true;
            return other;
          }
        }
        return letter;
      }),
    );
    if (!changed) return current;
  }
}

/** Run lengths, "p12f3…", rows one after the other. */
function runs(rows) {
  return rows
    .flat()
    .join('')
    .replace(/(.)\1*/g, (run, letter) => letter + (run.length > 1 ? run.length : ''));
}

/** A ring as [x, y, dx, dy, …] in whole steps, x to the east and y to the south from the north-west corner. */
function deltas(ring) {
  const flat = [];
  let px = 0;
  let py = 0;
  for (const [ew, ns] of ring) {
    const x = Math.round((ew - WEST) / STEP);
    const y = Math.round((NORTH - ns) / STEP);
    flat.push(x - px, y - py);
    px = x;
    py = y;
  }
  return flat;
}

function write(name, text) {
  writeFileSync(join(out, name), text);
  console.log(`${name}  ${text.length} bytes, ${gzipSync(text, { level: 9 }).length} gzip`);
}
