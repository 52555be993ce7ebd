// Short common words, easily told apart when read out. Five of them out of 127 plus two digits are about 41 bits: enough
// behind a throttled sign-in and a slow hash, for a password that its owner is asked to change.
const words =
  'amber anchor apple arrow autumn badger basil beacon birch bishop bottle branch bridge bronze butter candle canyon ' +
  'carpet castle cedar cherry cinder circle clover cobalt copper coral cotton cradle crystal dagger dancer desert ' +
  'dragon eagle echo elbow ember engine falcon feather fennel ferry fiddle forest fossil fountain garden garlic ginger ' +
  'glacier granite hammer harbor harvest hazel helmet honey horizon island ivory jacket jasmine jungle kettle ladder ' +
  'lantern lemon lichen linen lizard magnet maple marble meadow melon mirror mortar mosaic needle nettle noble nutmeg ' +
  'ocean olive onion orbit orchid otter paddle palace pepper pigeon pillow pocket pollen quartz quiver rabbit radish ' +
  'raven ribbon river rocket saddle saffron salmon shadow silver sparrow spider spruce temple thistle thunder timber ' +
  'tunnel turnip valley velvet violet walnut willow window winter wolf';

export const wordList: readonly string[] = words.split(' ');

/** A password of five words and two digits, from the system's randomness. */
export function inventPassword(random: (below: number) => number = secureBelow): string {
  const picked = Array.from({ length: 5 }, () => wordList[random(wordList.length)] ?? 'moss');
  return `${picked.join('-')}-${random(90) + 10}`;
}

/** Even over 0 … below-1: values past the last whole multiple are drawn again. */
function secureBelow(below: number): number {
  const limit = Math.floor(2 ** 32 / below) * below;
  const draw = new Uint32Array(1);
  do crypto.getRandomValues(draw);
  while ((draw[0] ?? 0) >= limit);
  return (draw[0] ?? 0) % below;
}
