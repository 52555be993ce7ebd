import { act, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { QueryProvider, useMutation, useQuery } from './query.ts';
import { QueryClient } from './queryCache.ts';

function Book({ id, read, keep }: { id: string; read: (id: string) => Promise<string>; keep?: boolean }) {
  const book = useQuery({
    queryKey: ['book', id],
    queryFn: () => read(id),
    ...(keep && { placeholderData: (before: string | undefined) => before }),
  });
  if (book.isPending) return 'waiting';
  if (book.isError) return `failed: ${String(book.error)}`;
  return `${book.data}${book.isPlaceholderData ? ' (before)' : ''}`;
}

const show = (client: QueryClient, node: React.ReactNode) => (
  <QueryProvider value={client}>{node}</QueryProvider>
);

test('an answer is waited for, shown, and shared', async () => {
  const client = new QueryClient();
  const read = vi.fn(async (id: string) => `book ${id}`);
  const { container } = render(
    show(
      client,
      <>
        <Book id="1" read={read} /> <Book id="1" read={read} />
      </>,
    ),
  );
  expect(container.textContent).toBe('waiting waiting');
  await act(async () => undefined);
  expect(container.textContent).toBe('book 1 book 1');
  expect(read).toHaveBeenCalledTimes(1);
});

test('while another key is on its way the answer before can stand in', async () => {
  const client = new QueryClient();
  const read = async (id: string) => `book ${id}`;
  const { container, rerender } = render(show(client, <Book id="1" read={read} keep />));
  await act(async () => undefined);
  rerender(show(client, <Book id="2" read={read} keep />));
  expect(container.textContent).toBe('book 1 (before)');
  await act(async () => undefined);
  expect(container.textContent).toBe('book 2');
});

test('a failure is shown', async () => {
  const client = new QueryClient();
  const { container } = render(show(client, <Book id="1" read={() => Promise.reject('no')} />));
  await act(async () => undefined);
  expect(container.textContent).toBe('failed: no');
});

test('a write tells how it goes', async () => {
  const onSuccess = vi.fn();
  let finish: (value: string) => void = () => undefined;
  function Save() {
    const save = useMutation({
      mutationFn: (_: string) => new Promise<string>((done) => (finish = done)),
      onSuccess,
    });
    return (
      <button type="button" onClick={() => save.mutate('x', { onError: () => undefined })}>
        {save.isPending ? 'saving' : (save.data ?? 'save')}
      </button>
    );
  }
  render(<Save />);
  act(() => screen.getByRole('button').click());
  expect(screen.getByRole('button').textContent).toBe('saving');
  await act(async () => finish('saved'));
  expect(screen.getByRole('button').textContent).toBe('saved');
  expect(onSuccess).toHaveBeenCalledWith('saved');
});
