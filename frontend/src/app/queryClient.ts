import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/problem.ts';

/** Once more after a broken line or a server in trouble; what the server refuses it would refuse again. */
export function worthRetrying(failures: number, error: unknown): boolean {
  if (failures >= 1) return false;
  return !(error instanceof ApiError) || error.problem.status === 0 || error.problem.status >= 500;
}

export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 10_000, retry: worthRetrying } },
});
