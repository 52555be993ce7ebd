import type { components } from '../api/schema.d.ts';

type Schemas = components['schemas'];

export type Tier = 'minor' | 'major' | 'epic' | 'legendary';

/** The body of a search. What is left out has the server's default. */
export type SuitRequest = Schemas['SuitRequest'];
/** Fields of a request to replace; null takes the default. */
export type RequestChange = { [Field in keyof SuitRequest]?: SuitRequest[Field] | null };
export type WishRequest = Exclude<NonNullable<SuitRequest['want']>[number], string>;
export type SetRuleRequest = Schemas['SuitSetRule'];
/** A run that has begun, or waits. */
export type SuitSearch = Schemas['SuitSearch'];
export type SuitRun = Schemas['SuitRun'];
export type RunState = SuitRun['state'];
export type SuitAnswer = Schemas['SuitAnswer'];
/** No suit is better than this. */
export type UpperBound = Schemas['SuitBound'];
export type Suit = Schemas['Suit'];
/** One worn item of a suit. */
export type SuitPiece = Schemas['SuitItem'];
/** The best other piece for a slot, and what the whole suit would be with it. */
export type RunnerUp = Schemas['SuitRunnerUp'];
export type UnmetWish = Schemas['SuitUnmet'];
/** A change that was tried, and what it gains. */
export type Relaxation = Schemas['SuitRelaxation'];
/** What one owner hands to the wearer. */
export type FetchGroup = Schemas['SuitFetch'];
export type SuitCharacter = Schemas['SuitOwner'];
export type SuitSet = Schemas['SuitSetCount'];
export type CantripCount = Schemas['SuitCantripCount'];
export type Candidate = Schemas['SuitCandidate'];
/** The candidates of a slot, or else how many there are for each. */
export type Candidates = Schemas['SuitCandidates'];
