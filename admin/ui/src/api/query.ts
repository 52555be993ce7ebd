import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { hashOf, QueryClient, type QueryKey, type QueryOptions } from './queryCache.ts';

const Client = createContext(new QueryClient());

/** Gives the answers of one server to what is drawn inside. */
export const QueryProvider = Client.Provider;

export function useQueryClient(): QueryClient {
  return useContext(Client);
}

interface UseQuery<T> extends QueryOptions<T> {
  /** Shown while the first answer to this key is on its way: mostly the answer to the key before. */
  placeholderData?: (before: T | undefined, beforeKey: QueryKey | undefined) => T | undefined;
}

export interface QueryResult<T> {
  data: T | undefined;
  error: unknown;
  /** There is neither an answer nor a failure yet. */
  isPending: boolean;
  /** It failed; data may still be an older answer. */
  isError: boolean;
  isSuccess: boolean;
  isFetching: boolean;
  isPlaceholderData: boolean;
  refetch: () => Promise<void>;
}

/** An answer of the server, asked for where nobody has it yet, and followed. */
export function useQuery<T>(options: UseQuery<T>): QueryResult<T> {
  const client = useQueryClient();
  const latest = useRef(options);
  latest.current = options;
  const hash = hashOf(options.queryKey);
  const enabled = options.enabled !== false;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash is the key; whether it is wanted begins it anew
  const subscribe = useCallback(
    (changed: () => void) =>
      client.observe(latest.current.queryKey, { options: () => latest.current, changed }),
    [client, hash, enabled],
  );
  const state = useSyncExternalStore(subscribe, () => client.state(hash));

  const before = useRef<{ key: QueryKey; data: T } | null>(null);
  useEffect(() => {
    if (state.data !== undefined) before.current = { key: latest.current.queryKey, data: state.data as T };
  }, [state.data]);

  const known = state.data as T | undefined;
  const waiting = known === undefined && state.status === 'pending';
  const stand = waiting ? options.placeholderData?.(before.current?.data, before.current?.key) : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash is the key
  const refetch = useCallback(() => client.refetch(latest.current.queryKey), [client, hash]);
  return {
    data: known ?? stand,
    error: state.error,
    isPending: waiting && stand === undefined,
    isError: state.status === 'error',
    isSuccess: state.status === 'success' || stand !== undefined,
    isFetching: state.isFetching,
    isPlaceholderData: stand !== undefined,
    refetch,
  };
}

interface Callbacks<T> {
  onSuccess?: (data: T) => unknown;
  onError?: (error: unknown) => unknown;
}

interface UseMutation<T, V> extends Callbacks<T> {
  mutationFn: (variables: V) => Promise<T>;
}

export interface Mutation<T, V> {
  mutate: (variables: V, callbacks?: Callbacks<T>) => void;
  mutateAsync: (variables: V) => Promise<T>;
  isPending: boolean;
  /** Of the last try; null where it went well. */
  error: unknown;
  data: T | undefined;
  reset: () => void;
}

/** A write that a component makes, and how it went. */
export function useMutation<T, V = void>({
  mutationFn,
  onSuccess,
  onError,
}: UseMutation<T, V>): Mutation<T, V> {
  const [state, setState] = useState<{ isPending: boolean; error: unknown; data: T | undefined }>(idle);

  async function mutateAsync(variables: V, callbacks: Callbacks<T> = {}): Promise<T> {
    setState({ ...idle, isPending: true });
    try {
      const data = await mutationFn(variables);
      await onSuccess?.(data);
      await callbacks.onSuccess?.(data);
      setState({ ...idle, data });
      return data;
    } catch (error) {
      setState({ ...idle, error });
      await onError?.(error);
      await callbacks.onError?.(error);
      throw error;
    }
  }

  return {
    ...state,
    mutateAsync,
    // Whoever does not wait is told through error and onError.
    mutate: (variables, callbacks) => void mutateAsync(variables, callbacks).catch(() => undefined),
    reset: () => setState(idle),
  };
}

const idle = { isPending: false, error: null, data: undefined };
