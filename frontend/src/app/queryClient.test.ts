import { expect, test } from 'vitest';
import { ApiError, readProblem } from '../api/problem.ts';
import { worthRetrying } from './queryClient.ts';

test.each([
  ['a dead network', 0, 0, true],
  ['a server in trouble', 503, 0, true],
  ['a server in trouble, again', 503, 1, false],
  ['a refusal', 403, 0, false],
  ['what is not there', 404, 0, false],
  ['a throttle', 429, 0, false],
])('%s (%d) after %d retries: %s', (_, status, failures, retry) => {
  expect(worthRetrying(failures, new ApiError(readProblem(status, undefined)))).toBe(retry);
});
