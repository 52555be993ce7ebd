import { expect, test } from 'vitest';
import { saveTogether, type Write } from './saveTogether.ts';

function bench(refused: readonly string[] = [], final: readonly string[] = []) {
  const log: string[] = [];
  const write = (key: string): Write<{ undo: string }> => ({
    key,
    send: async () => {
      log.push(key);
      if (refused.includes(key)) throw new Error(`no ${key}`);
      return { undo: final.includes(key) ? '' : `undo-${key}` };
    },
  });
  const takeBack = async (token: string) => {
    log.push(token);
  };
  return { log, write, takeBack };
}

test('the row goes first, then its children in their order', async () => {
  const { log, write, takeBack } = bench();
  const { saved, failed } = await saveTogether(write('row'), () => [write('a'), write('b')], takeBack);
  expect(log).toEqual(['row', 'a', 'b']);
  expect([...saved.keys()]).toEqual(['row', 'a', 'b']);
  expect(failed.size).toBe(0);
});

test('where the row is refused nothing else is sent', async () => {
  const { log, write, takeBack } = bench(['row']);
  const { saved, failed } = await saveTogether(write('row'), () => [write('a')], takeBack);
  expect(log).toEqual(['row']);
  expect(saved.size).toBe(0);
  expect([...failed.keys()]).toEqual(['row']);
});

test('where children are refused all that is wrong is learnt, and the rest is taken back, the last first', async () => {
  const { log, write, takeBack } = bench(['a', 'c']);
  const children = () => ['a', 'b', 'c', 'd'].map(write);
  const { saved, failed } = await saveTogether(write('row'), children, takeBack);
  expect(log).toEqual(['row', 'a', 'b', 'c', 'd', 'undo-d', 'undo-b', 'undo-row']);
  expect(saved.size).toBe(0);
  expect([...failed.keys()]).toEqual(['a', 'c']);
});

test('what cannot be taken back stays saved, and what it stands on too', async () => {
  const { log, write, takeBack } = bench(['c'], ['a']);
  const { saved } = await saveTogether(write('row'), () => ['a', 'b', 'c'].map(write), takeBack);
  expect(log).toEqual(['row', 'a', 'b', 'c', 'undo-b']);
  expect([...saved.keys()]).toEqual(['row', 'a']);
});

test('children alone', async () => {
  const { log, write, takeBack } = bench();
  await saveTogether(null, (row) => (row === null ? [write('a')] : []), takeBack);
  expect(log).toEqual(['a']);
});
