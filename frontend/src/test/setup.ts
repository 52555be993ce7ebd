import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import { forgetMe } from '../auth/me.ts';
import { hideToast, shownToasts } from '../ui/toasts.ts';

// What is asked for later has to be compiled first, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 5_000 });

// happy-dom has no popovers: here they are always in the page, as hidden as their styles make them.
HTMLElement.prototype.showPopover ??= () => undefined;
HTMLElement.prototype.hidePopover ??= () => undefined;

afterEach(() => {
  cleanup();
  forgetMe();
  for (const toast of shownToasts()) hideToast(toast.id);
  vi.unstubAllGlobals();
  localStorage.clear();
});
