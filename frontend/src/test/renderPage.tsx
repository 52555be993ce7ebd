import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import Toasts from '../ui/Toasts.tsx';

/** Renders a page with a query cache of its own and the place where toasts appear. */
export function renderPage(page: ReactNode) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={queries}>
      {page}
      <Toasts />
    </QueryClientProvider>,
  );
}
