import { isSlot, type Slot } from './slots.ts';

const ARMS = 'M4 11a4 4 0 0 1 8 0M4 11v2h2.5v-2h3v2H12v-2';
const LEGS = 'M4.5 3h7v10H9V7H7v6H4.5z';
const SHIRT = 'M5.5 3 2.5 5l1 2.5L5 7v6h6V7l1.5.5 1-2.5-3-2a2.5 2.5 0 0 1-5 0z';
const BAND = 'M2.5 8c0-1.9 2.5-3 5.5-3s5.5 1.1 5.5 3-2.5 3-5.5 3-5.5-1.1-5.5-3zM5 7.7h6';
const RING = 'M8 6.2a3.7 3.7 0 1 1 0 7.4 3.7 3.7 0 0 1 0-7.4zM6.7 3h2.6l.9 1.5L8 6.2 5.8 4.5z';

/** One line drawing a kind of slot, in a box of 16. */
const PATHS: Record<Slot, string> = {
  head: 'M3.5 13V8a4.5 4.5 0 0 1 9 0v5H10V9H6v4zM8 3.5V9',
  chest: SHIRT,
  abdomen: 'M2.5 5.5h11v5h-11zM6.5 7h3v2h-3z',
  upper_arms: ARMS,
  lower_arms: 'M4 10a4 4 0 0 1 8 0v3H9.5v-2.5h-3V13H4zM5 6.5h6',
  hands: 'M5 13V7M5 9V4.5M7.2 8V3M9.4 8V3.5M11.5 9V5M5 13h5.5l1-4M5 9 3.5 7.5',
  upper_legs: LEGS,
  lower_legs: `${LEGS}M4.5 8H7M9 8h2.5`,
  feet: 'M4.5 3h4v5l3.5 2c.7.4 1 1 1 1.8V13H4.5z',
  shirt: SHIRT,
  pants: LEGS,
  neck: 'M3 3c0 4.5 2 7.5 5 7.5S13 7.5 13 3M8 10.5 6.5 12 8 13.5 9.5 12z',
  bracelet_left: BAND,
  bracelet_right: BAND,
  ring_left: RING,
  ring_right: RING,
  trinket: 'M8 3.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM8 5.5v5M5.5 8h5',
};

/** A drawing of a slot; its name stands beside it. */
export function SlotGlyph({ slot }: { slot: string }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.1"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[isSlot(slot) ? slot : 'trinket']} />
    </svg>
  );
}
