import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import { hideToast, shownToasts } from '../ui/toasts.ts';

afterEach(() => {
  cleanup();
  for (const toast of shownToasts()) hideToast(toast.id);
  vi.unstubAllGlobals();
  localStorage.clear();
});
