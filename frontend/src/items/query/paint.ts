import { scan, type TokenKind } from './scan.ts';

/** A run of a query's text that looks alike. */
export interface Stroke {
  text: string;
  /** Null between the pieces. */
  kind: TokenKind | null;
  /** What is wrong stands here. */
  bad: boolean;
}

/** A query's text in runs, all of it and in order, cut also where a fault begins and ends. */
export function paint(text: string, fault: { from: number; to: number } | null): Stroke[] {
  const strokes: Stroke[] = [];
  const add = (from: number, to: number, kind: TokenKind | null) => {
    const cuts = [from, fault?.from ?? from, fault?.to ?? to, to].map((at) =>
      Math.min(to, Math.max(from, at)),
    );
    for (const [i, start] of cuts.entries()) {
      const end = cuts[i + 1] ?? to;
      if (end > start) {
        const bad = fault !== null && start >= fault.from && end <= fault.to;
        strokes.push({ text: text.slice(start, end), kind, bad });
      }
    }
  };
  let at = 0;
  for (const { kind, from, to } of scan(text)) {
    add(at, from, null);
    add(from, to, kind);
    at = to;
  }
  add(at, text.length, null);
  return strokes;
}
