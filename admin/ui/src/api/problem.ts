import { text } from '../text/en.ts';

/** An answer of the server that is not a success: application/problem+json. */
export interface ProblemBody {
  status: number;
  title: string;
  /** For programs: "stale", "unknown_field"; "" where there is none. */
  code: string;
  detail: string;
  /** What is wrong with which field, edge or row. */
  errors: Readonly<Record<string, string>>;
  /** All that came, members beside the standard ones too: base, theirs, yours of a conflict. */
  members: Readonly<Record<string, unknown>>;
}

/** Reads whatever came as an error. Proxies answer in HTML or not at all, so nothing is taken for granted. */
export function readProblem(status: number, body: unknown): ProblemBody {
  const members = isRecord(body) ? body : {};
  const fallback =
    text.problem.titles[status] ?? (status >= 500 ? text.problem.failed : text.problem.refused);
  return {
    status,
    title: string(members.title) || fallback,
    code: string(members.code),
    detail: string(members.detail),
    errors: isRecord(members.errors)
      ? Object.fromEntries(
          Object.entries(members.errors).filter((e): e is [string, string] => typeof e[1] === 'string'),
        )
      : {},
    members,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Thrown for every answer that is not a success. */
export class Problem extends Error {
  readonly body: ProblemBody;

  constructor(body: ProblemBody) {
    super(body.detail || body.title);
    this.name = 'Problem';
    this.body = body;
  }

  get status(): number {
    return this.body.status;
  }

  get code(): string {
    return this.body.code;
  }
}

/** The errors by field of whatever was thrown; empty where it has none. */
export function errorsOf(error: unknown): Readonly<Record<string, string>> {
  return error instanceof Problem ? error.body.errors : {};
}

/** What to tell about a failure, where no field shown to the user tells it; "" where the fields tell all. */
export function messageOf(error: unknown, shownFields: readonly string[] = []): string {
  if (!(error instanceof Problem)) return error instanceof Error ? error.message : String(error);
  const { errors, detail, title } = error.body;
  const unseen = Object.entries(errors).filter(([field]) => !shownFields.includes(field));
  if (Object.keys(errors).length > 0 && unseen.length === 0) return '';
  if (unseen.length > 0) return unseen.map(([field, why]) => `${field}: ${why}`).join(' · ');
  return detail || title;
}
