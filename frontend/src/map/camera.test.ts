import { describe, expect, it } from 'vitest';
import { Camera, type Position } from './camera.ts';
import { toX, toY } from './projection.ts';

const WIDTH = 1000;
const HEIGHT = 800;
/** Longer than a glide and than the view takes to come to rest. */
const LONG_MS = 1000;

const people: Position[] = [
  { ew: 10, ns: 10 },
  { ew: 40, ns: -20 },
];

/** A camera in a world that the test moves: its clock, its people, the selected one. */
function stage({ everyone = [] as Position[], reducedMotion = false } = {}) {
  const world = {
    everyone,
    selected: null as Position | null,
    nowMs: 5000,
    followsEnded: 0,
  };
  const camera = new Camera({
    everyone: () => world.everyone,
    selected: () => world.selected,
    now: () => world.nowMs,
    reducedMotion: () => reducedMotion,
    onFollowEnded: () => {
      world.followsEnded += 1;
    },
  });
  camera.setInsets({ top: 0, right: 0, bottom: 0, left: 0 });
  camera.resize(WIDTH, HEIGHT);
  const pass = (ms: number) => {
    world.nowMs += ms;
    camera.step(world.nowMs);
  };
  const middle = () => ({ ew: camera.view.ew, ns: camera.view.ns });
  return { camera, world, pass, middle };
}

describe('the overview', () => {
  it('fits everybody, once', () => {
    const { camera, world, pass } = stage();
    pass(0);
    const empty = camera.view;
    world.everyone = people;
    pass(16);
    const fitted = camera.view;
    expect(fitted).not.toBe(empty);
    for (const { ew, ns } of people) {
      expect(Math.abs(toX(fitted, ew) - WIDTH / 2)).toBeLessThan(WIDTH / 2);
      expect(Math.abs(toY(fitted, ns) - HEIGHT / 2)).toBeLessThan(HEIGHT / 2);
    }
    world.everyone = [...people, { ew: -90, ns: 90 }];
    pass(LONG_MS);
    expect(camera.view).toBe(fitted);
    expect(camera.takeRest(world.nowMs)).toBeNull();
  });

  it.each<[string, (camera: Camera) => void]>([
    ['a drag', (camera) => camera.pan(5, 5)],
    ['a zoom', (camera) => camera.zoomAt(2, 10, 10)],
    ['a key', (camera) => camera.key('ArrowLeft')],
    ['a glide', (camera) => camera.goTo(1, 2)],
    ['an address', (camera) => camera.setView(1, 2, 12)],
  ])('never comes after %s', (_, move) => {
    const { camera, world, pass } = stage();
    move(camera);
    pass(LONG_MS);
    const placed = camera.view;
    world.everyone = people;
    pass(16);
    expect(camera.view).toBe(placed);
  });
});

describe('reveal', () => {
  const card = { width: 360, height: 350 };
  it.each([
    { where: 'in the middle', x: 500, y: 400, moves: false },
    { where: 'beside the card', x: 600, y: 200, moves: false },
    { where: 'under the card', x: 800, y: 200, moves: true },
    { where: 'below the card', x: 800, y: 400, moves: false },
    { where: 'out of the picture', x: 1200, y: 400, moves: true },
    { where: 'at its very edge', x: 20, y: 400, moves: true },
    { where: 'under what covers the top', x: 300, y: 90, moves: true },
    { where: 'under what covers the foot', x: 300, y: 580, moves: true },
  ])('of what is $where: moves $moves', ({ x, y, moves }) => {
    const { camera, pass } = stage();
    camera.setInsets({ top: 64, right: 0, bottom: 200, left: 0 });
    camera.setView(0, 0, 20);
    const before = camera.view;
    const at = { ew: (x - WIDTH / 2) / 20, ns: (HEIGHT / 2 - y) / 20 };
    camera.reveal(at.ew, at.ns, card);
    pass(LONG_MS);
    expect(camera.view !== before).toBe(moves);
    expect(camera.view.z).toBe(20);
    if (!moves) return;
    expect(toX(camera.view, at.ew)).toBeCloseTo(500);
    expect(toY(camera.view, at.ns)).toBeCloseTo((64 + HEIGHT - 200) / 2);
  });
});

describe('a follow', () => {
  function followed() {
    const set = stage();
    set.camera.setView(0, 0, 20);
    set.world.selected = { ew: 5, ns: 5 };
    set.camera.setFollowing(true);
    set.pass(LONG_MS);
    return set;
  }

  it('glides to the selected one and stays with him', () => {
    const { world, pass, middle } = followed();
    expect(middle()).toEqual({ ew: 5, ns: 5 });
    world.selected = { ew: 7, ns: 4 };
    pass(16);
    expect(middle()).toEqual({ ew: 7, ns: 4 });
  });

  it.each<[string, (camera: Camera) => void]>([
    ['a drag', (camera) => camera.pan(100, 0)],
    ['an arrow', (camera) => camera.key('ArrowUp')],
  ])('ends with %s, is told so once, and goes on when it is asked for again', (_, move) => {
    const { camera, world, pass, middle } = followed();
    move(camera);
    const panned = middle();
    camera.pan(0, 0);
    expect(world.followsEnded).toBe(1);
    world.selected = { ew: 7, ns: 4 };
    pass(LONG_MS);
    expect(middle()).toEqual(panned);
    camera.setFollowing(true);
    pass(LONG_MS);
    expect(middle()).toEqual({ ew: 7, ns: 4 });
    expect(world.followsEnded).toBe(1);
  });

  it('does not end with a zoom, which keeps him in the middle', () => {
    const { camera, world, middle } = followed();
    camera.zoomAt(2, 10, 10);
    expect(camera.view.z).toBeCloseTo(40);
    expect(middle()).toEqual({ ew: 5, ns: 5 });
    expect(world.followsEnded).toBe(0);
  });

  it('is no rest to tell of', () => {
    const { camera, world, pass } = followed();
    pass(LONG_MS);
    camera.takeRest(world.nowMs);
    world.selected = { ew: 7, ns: 4 };
    pass(LONG_MS);
    expect(camera.takeRest(world.nowMs)).toBeNull();
  });
});

describe('a glide', () => {
  it.each([
    { to: 'the same zoom', z: 30 },
    { to: 'a closer one', z: 8 },
  ])('to $to is under way and then exactly at its goal', ({ z }) => {
    const { camera, pass } = stage();
    camera.setView(0, 0, z);
    camera.goTo(12.3, -4.5);
    expect(camera.view).toMatchObject({ ew: 0, ns: 0, z });
    pass(100);
    expect(camera.view.ew).toBeGreaterThan(0);
    expect(camera.view.ew).toBeLessThan(12.3);
    pass(140);
    expect(camera.view).toMatchObject({ ew: 12.3, ns: -4.5, z: Math.max(z, 24) });
    const there = camera.view;
    pass(16);
    expect(camera.view).toBe(there);
  });

  it('is stopped by a hand', () => {
    const { camera, pass } = stage();
    camera.goTo(50, 50);
    pass(100);
    camera.pan(1, 1);
    const stopped = camera.view;
    pass(LONG_MS);
    expect(camera.view).toBe(stopped);
  });

  it('adds up two steps of zoom that follow at once', () => {
    const { camera, pass } = stage();
    camera.setView(0, 0, 20);
    camera.zoomBy(1.5);
    camera.zoomBy(1.5);
    pass(LONG_MS);
    expect(camera.view.z).toBeCloseTo(45);
  });

  it('is a jump with reduced motion', () => {
    const { camera } = stage({ reducedMotion: true });
    camera.goTo(12.3, -4.5);
    expect(camera.view).toMatchObject({ ew: 12.3, ns: -4.5, z: 24 });
  });
});

describe('rest', () => {
  it('is told once, some time after the last move', () => {
    const { camera, world, pass } = stage();
    camera.goTo(3, 4);
    pass(100);
    expect(camera.takeRest(world.nowMs)).toBeNull();
    pass(200);
    expect(camera.takeRest(world.nowMs)).toBeNull();
    expect(camera.settled(world.nowMs)).toBe(false);
    pass(LONG_MS);
    expect(camera.settled(world.nowMs)).toBe(true);
    expect(camera.takeRest(world.nowMs)).toBe(camera.view);
    expect(camera.takeRest(world.nowMs)).toBeNull();
  });
});

it('leaves keys alone that mean nothing to it', () => {
  const { camera } = stage();
  const before = camera.view;
  expect(camera.key('x')).toBe(false);
  expect(camera.view).toBe(before);
});
