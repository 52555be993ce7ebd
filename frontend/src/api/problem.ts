/** An answer of the server that is not a success: application/problem+json. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** What is wrong with which field. */
  errors: Readonly<Record<string, string>>;
  requestId: string;
  /** Where in a text that was sent the fault is, in UTF-16 code units; null where that is not told. */
  at: { from: number; to: number } | null;
}

const titles: Record<number, string> = {
  0: 'The server cannot be reached',
  401: 'You are signed out',
  403: 'Not allowed',
  404: 'Not found',
  409: 'In conflict with what is there',
  429: 'Too many attempts',
  503: 'The server is busy or stopping',
};

/** Reads whatever came as an error. Proxies answer in HTML or not at all, so nothing is taken for granted. */
export function readProblem(status: number, body: unknown): Problem {
  const from = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const fallback = titles[status] ?? (status >= 500 ? 'The server failed' : 'The server refused');
  return {
    type: text(from.type),
    title: text(from.title) || fallback,
    status,
    detail: text(from.detail),
    errors: fieldErrors(from.errors),
    requestId: text(from.request_id),
    at: place(from.at),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function place(value: unknown): Problem['at'] {
  const { from, to } = (value ?? {}) as Record<string, unknown>;
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : null;
}

function fieldErrors(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Thrown for every answer that is not a success. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

/** The errors by field of whatever was thrown; empty where it has none. */
export function errorsOf(error: unknown): Readonly<Record<string, string>> {
  return error instanceof ApiError ? error.problem.errors : {};
}

/** What to tell about a failure, where no field shown to the user tells it. */
export function messageOf(error: unknown, shownFields: readonly string[] = []): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  const { errors, detail, title } = error.problem;
  const unseen = Object.entries(errors).filter(([field]) => !shownFields.includes(field));
  if (Object.keys(errors).length > 0 && unseen.length === 0) return '';
  if (unseen.length > 0) return unseen.map(([, why]) => why).join(' ');
  return detail || title;
}
