import { expect, it } from 'vitest';
import { fetchChats } from './backlog.ts';

it('fetches everybody, never more than three at once, and counts those it could not have', async () => {
  const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
  let running = 0;
  let most = 0;
  const taken: string[] = [];
  const failed = await fetchChats(
    names,
    async (name) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      if (name === 'C') throw new Error('away');
      return [];
    },
    (name) => taken.push(name),
  );
  expect(failed).toBe(1);
  expect(most).toBe(3);
  expect(taken.sort()).toEqual(['A', 'B', 'D', 'E', 'F', 'G']);
});
