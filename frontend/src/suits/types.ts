import type { Slot } from './slots.ts';

/** What the suit builder is asked and answers, as the server writes it. */
export type Tier = 'minor' | 'major' | 'epic' | 'legendary';

export interface WishRequest {
  /** "Epic Strength": its family at that tier or better. */
  cantrip: string;
  must?: boolean;
  weight?: number;
}

export interface SetRuleRequest {
  set: number;
  min?: number | null;
  max?: number | null;
}

/** The body of a search. What is left out has the server's default. */
export interface SuitRequest {
  wearer?: string | null;
  level?: number | null;
  want?: (WishRequest | string)[];
  primary?: SetRuleRequest | null;
  secondary?: SetRuleRequest | null;
  exclusive_sets?: boolean;
  lock?: { item: number; slot: string }[];
  exclude?: number[];
  empty?: string[];
  owners?: string[] | null;
  without?: string[];
  max_owners?: number | null;
  max_reductions?: number | null;
  armor_floor?: number | null;
  ratings?: Record<string, number>;
  order?: string[] | 'weighted';
  weights?: Record<string, number>;
  slots?: string[];
  top?: number;
  distance?: number;
  time_limit?: string;
}

export interface PieceCantrip {
  family: number;
  name: string;
  tier: string;
  label: string;
}

/** One worn item of a suit. */
export interface SuitPiece {
  slot: string;
  slots: string[];
  id: number;
  object_id?: number;
  owner: string;
  name: string;
  reduced: boolean;
  armor_level: number | null;
  cantrips: PieceCantrip[];
  set: { id: number; name: string } | null;
}

export interface Suit {
  covered: number;
  wanted: number;
  armor_level: number;
  ratings: Record<string, number>;
  score?: number;
  items: SuitPiece[];
  sets: { id: number; name: string; count: number }[];
  owners: number;
  reductions: number;
}

/** A change that would meet a wish, and what it gains. */
export interface Relaxation {
  label: string;
  change: Partial<SuitRequest>;
  gain?: string | null;
}

export interface UnmetWish {
  wish: string;
  why: string;
  relax: Relaxation[];
}

/** The best other piece for a slot, and what the whole suit would be with it. */
export interface RunnerUp extends SuitPiece {
  suit_covered: number;
  suit_armor_level: number;
  loses: string[];
  gains: string[];
}

/** Why no suit keeps the rules, and what would help. */
export interface Infeasible {
  why: string;
  relax: Relaxation[];
}

export interface UpperBound {
  covered: number;
  /** Of a suit that meets as many wishes. */
  armor_level: number;
}

export interface SuitAnswer {
  /** No suit is better than this. */
  upper_bound: UpperBound;
  gap?: number;
  proven: boolean;
  seconds: number;
  first_suit_seconds?: number | null;
  suits: Suit[];
  unmet: UnmetWish[];
  infeasible?: Infeasible | null;
  runner_up: Record<string, RunnerUp>;
  fetch: FetchGroup[];
  worn: Suit | null;
  candidates: Record<string, number>;
  pieces: { in_play: number; of: number } | null;
  reachable: { armor_level: number } | null;
}

/** What one owner hands to the wearer. */
export interface FetchGroup {
  owner: string;
  place?: string | null;
  online?: boolean;
  items: { id: number; name: string; slot?: string }[];
  reduce: { item: number; name?: string; tool: string; to: string }[];
  commands: string[];
}

/** A cancelled run keeps the best that it had found. */
export type RunState = 'queued' | 'running' | 'done' | 'cancelled' | 'failed';

/** A run as its address shows it. */
export interface SuitRun {
  id: string;
  state: RunState;
  ahead?: number;
  request: SuitRequest;
  created_at?: string;
  /** What went wrong, in words; empty where nothing did. */
  failure?: string;
  answer: SuitAnswer | null;
}

export interface SuitCharacter {
  name: string;
  level: number | null;
  items: number;
  online: boolean;
}

export interface SuitSet {
  id: number;
  name: string;
  pieces: number;
}

export interface CantripCount {
  family: number;
  name: string;
  pieces: Partial<Record<Tier, number>>;
}

export interface Candidate extends Omit<SuitPiece, 'slot'> {
  ratings?: Record<string, number>;
  /** Why the wearer may not wear it; empty where he may. */
  barred?: string;
}

export interface Candidates {
  slot: string;
  total: number;
  candidates: Candidate[];
}

/** How many pieces may fill each slot before anything is asked. */
export interface CandidateCounts {
  counts: Partial<Record<Slot, number>>;
  pieces: { in_play: number; of: number };
}
