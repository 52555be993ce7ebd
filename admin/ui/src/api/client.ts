import { text } from '../text/en.ts';
import { Problem, readProblem } from './problem.ts';

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Call {
  query?: Query;
  /** Sent as JSON; a Blob or string as it is, with its own type. */
  body?: unknown;
  /** The type of a body that is no JSON. */
  type?: string;
  /** The version that the change was made from: If-Match. */
  etag?: string | undefined;
  signal?: AbortSignal;
}

/** A success, with what its headers say. */
export interface Answer<T> {
  data: T;
  status: number;
  /** The row's version, without quotes; "" where the answer has none. */
  etag: string;
  /** Takes the write back, through POST /_undo/{token}; "" where that cannot be done. */
  undo: string;
  /** How long it took, the network included. */
  ms: number;
}

/** The admin's API under one mount point. Every method throws a Problem for what is not a success, and AbortError. */
export class Api {
  readonly root: string;
  /** Called when an answer says that nobody is signed in. */
  onSignedOut: () => void = () => undefined;

  constructor(root: string) {
    this.root = root.replace(/\/+$/, '');
  }

  /** The address of a path of the API, for links and downloads. Queries that are undefined, null or "" are left out. */
  url(path: string, query: Query = {}): string {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
    }
    const tail = search.size > 0 ? `?${search}` : '';
    return `${this.root}${path}${tail}`;
  }

  async get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    return (await this.call<T>('GET', path, { query, ...(signal && { signal }) })).data;
  }

  async call<T>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    { query, body, type, etag, signal }: Call = {},
  ): Promise<Answer<T>> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    const raw = body instanceof Blob || typeof body === 'string';
    if (body !== undefined) headers['Content-Type'] = type ?? 'application/json';
    if (etag !== undefined) headers['If-Match'] = `"${etag}"`;
    const began = performance.now();
    let response: Response;
    let data: unknown;
    try {
      response = await fetch(this.url(path, query), {
        method,
        headers,
        ...(body !== undefined && { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
        ...(signal && { signal }),
      });
      const answered = await response.text();
      data =
        /json/.test(response.headers.get('Content-Type') ?? '') && answered !== ''
          ? JSON.parse(answered)
          : answered;
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
      throw new Problem(readProblem(0, { detail: text.problem.network }));
    }
    if (!response.ok) {
      const problem = new Problem(readProblem(response.status, data));
      // A wrong password is refused with errors by field or a code; an ended session has none.
      if (response.status === 401 && path !== '/_session') this.onSignedOut();
      throw problem;
    }
    return {
      data: data as T,
      status: response.status,
      etag: (response.headers.get('ETag') ?? '').replace(/^W\//, '').replace(/^"|"$/g, ''),
      undo: response.headers.get('Undo') ?? '',
      ms: performance.now() - began,
    };
  }
}

/** The API's path of a row: ids may hold any character. */
export function rowPath(slug: string, id: string): string {
  return `/${slug}/${encodeURIComponent(id)}`;
}
