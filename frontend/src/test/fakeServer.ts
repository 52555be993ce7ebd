import { vi } from 'vitest';

export interface FakeRequest {
  method: string;
  path: string;
  body: unknown;
}

type Answer = { status: number; body?: unknown };
type Handler = (request: FakeRequest) => Answer;

/** An answer of 200 with a body. */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** An error as the server writes it. */
export function refusal(status: number, detail: string, errors?: Record<string, string>): Answer {
  return {
    status,
    body: {
      type: 'about:blank',
      title: 'Refused',
      status,
      detail,
      request_id: 'r-1',
      ...(errors && { errors }),
    },
  };
}

/**
 * Stands in for the network. Routes are named "GET /me"; the last part may be * for any one word. What is asked and not
 * known is answered 404, as the server would.
 */
export function fakeServer(routes: Record<string, Handler | Answer>) {
  const requests: FakeRequest[] = [];
  const table = { ...routes };
  vi.stubGlobal('fetch', async (input: Request) => {
    const path = new URL(input.url).pathname;
    const text = await input.text();
    const request = { method: input.method, path, body: text === '' ? undefined : JSON.parse(text) };
    requests.push(request);
    const route =
      table[`${input.method} ${path}`] ?? table[`${input.method} ${path.replace(/\/[^/]+$/, '/*')}`];
    const answer =
      route === undefined
        ? refusal(404, 'Nothing is here.')
        : typeof route === 'function'
          ? route(request)
          : route;
    const empty = answer.status === 204 || answer.body === undefined;
    return new Response(empty ? null : JSON.stringify(answer.body), {
      status: answer.status,
      headers: empty
        ? { 'Content-Length': '0' }
        : { 'Content-Type': answer.status < 400 ? 'application/json' : 'application/problem+json' },
    });
  });
  return {
    requests,
    /** The requests of one kind, in order. */
    asked: (method: string, path: string) =>
      requests.filter((request) => request.method === method && request.path === path),
    set: (route: string, handler: Handler | Answer) => {
      table[route] = handler;
    },
  };
}
