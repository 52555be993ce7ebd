import { describe, expect, test } from 'vitest';
import { ApiError, errorsOf, messageOf, readProblem } from './problem.ts';

describe('readProblem', () => {
  test('takes over what the server says', () => {
    expect(
      readProblem(422, {
        type: '/problems/x',
        title: 'Unprocessable Entity',
        status: 422,
        detail: 'The name is taken.',
        errors: { username: 'Is taken.' },
        request_id: 'r-7',
        at: { from: 3, to: 8 },
      }),
    ).toEqual({
      type: '/problems/x',
      title: 'Unprocessable Entity',
      status: 422,
      detail: 'The name is taken.',
      errors: { username: 'Is taken.' },
      requestId: 'r-7',
      at: { from: 3, to: 8 },
    });
    expect(readProblem(422, { at: { from: '3', to: 8 } }).at).toBeNull();
  });

  test.each([
    ['nothing', 0, undefined, 'The server cannot be reached'],
    ['a page of HTML', 502, '<html>Bad gateway</html>', 'The server failed'],
    ['null', 404, null, 'Not found'],
    ['an array', 400, [], 'The server refused'],
    ['a title that is no text', 409, { title: 7 }, 'In conflict with what is there'],
  ])('makes sense of %s', (_, status, body, title) => {
    const problem = readProblem(status, body);
    expect(problem.title).toBe(title);
    expect(problem.status).toBe(status);
    expect(problem.errors).toEqual({});
  });

  test.each([
    ['a list, as other servers send', [{ location: 'body.name' }], {}],
    ['a text', 'all wrong', {}],
    ['a mixture', { name: 'Is missing.', deep: { a: 1 } }, { name: 'Is missing.' }],
  ])('reads errors that are %s', (_, errors, expected) => {
    expect(readProblem(422, { errors }).errors).toEqual(expected);
  });
});

describe('messageOf', () => {
  const error = new ApiError(
    readProblem(422, {
      detail: 'Two things are wrong.',
      errors: { name: 'Is taken.', hours: 'Is too long.' },
    }),
  );

  test('is silent where every error stands beside its field', () => {
    expect(messageOf(error, ['name', 'hours'])).toBe('');
  });

  test('tells the errors of fields that are not shown', () => {
    expect(messageOf(error, ['name'])).toBe('Is too long.');
  });

  test('tells the detail of a problem without fields, else the title', () => {
    expect(messageOf(new ApiError(readProblem(409, { detail: 'The last admin.' })))).toBe('The last admin.');
    expect(messageOf(new ApiError(readProblem(503, undefined)))).toBe('The server is busy or stopping');
  });

  test('tells of other failures too', () => {
    expect(messageOf(new Error('boom'))).toBe('boom');
    expect(messageOf('boom')).toBe('boom');
    expect(errorsOf(new Error('boom'))).toEqual({});
  });
});
