import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';

export type Issue = components['schemas']['BoardIssue'];
export type Comment = components['schemas']['BoardComment'];

export const STATES = ['open', 'in_progress', 'done', 'declined'] as const;
export type State = (typeof STATES)[number];
export const STATE_WORDS: Record<State, string> = {
  open: 'Open',
  in_progress: 'In progress',
  done: 'Done',
  declined: 'Declined',
};

const RENEW_MS = 30_000;

/** The whole board, newest first. */
export const boardQuery = queryOptions({
  queryKey: ['board'],
  queryFn: async ({ signal }) => {
    const issues: Issue[] = [];
    for (let cursor = ''; ; ) {
      const page = await answer(api.GET('/issues', { params: { query: { cursor } }, signal }));
      issues.push(...page.issues);
      cursor = page.next_cursor;
      if (cursor === '') return issues;
    }
  },
  refetchInterval: RENEW_MS,
});

/** One matter with its comments. */
export function issueQuery(id: number) {
  return queryOptions({
    queryKey: ['board', id],
    queryFn: ({ signal }) => answer(api.GET('/issues/{id}', { params: { path: { id } }, signal })),
    refetchInterval: RENEW_MS,
  });
}

export interface IssueText {
  title: string;
  body: string;
  category: string;
}

export function addIssue(text: IssueText): Promise<Issue> {
  return answer(api.POST('/issues', { body: { ...text, state: 'open' } }));
}

/** Changes a matter as it was when it was last looked at; another's change since then is a conflict. */
export function changeIssue(issue: Issue, change: Partial<IssueText> & { state?: State }): Promise<Issue> {
  const params = { path: { id: issue.id } };
  return answer(api.PATCH('/issues/{id}', { params, body: { ...change, updated_at: issue.updated_at } }));
}

export async function removeIssue(id: number): Promise<void> {
  await answer(api.DELETE('/issues/{id}', { params: { path: { id } } }));
}

export function addComment(id: number, body: string): Promise<Comment> {
  return answer(api.POST('/issues/{id}/comments', { params: { path: { id } }, body: { body } }));
}

export async function removeComment(id: number, comment: number): Promise<void> {
  await answer(api.DELETE('/issues/{id}/comments/{comment}', { params: { path: { id, comment } } }));
}
