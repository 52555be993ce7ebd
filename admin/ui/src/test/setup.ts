import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import { hideToast, shownToasts } from '../ui/toasts.ts';

// happy-dom has no popovers: here they open and close by hand, and say so as a browser does.
const open = new WeakSet<Element>();
function toggle(element: HTMLElement, newState: 'open' | 'closed') {
  for (const name of ['beforetoggle', 'toggle']) {
    element.dispatchEvent(Object.assign(new Event(name), { newState }));
  }
}
HTMLElement.prototype.showPopover = function () {
  open.add(this);
  toggle(this, 'open');
};
HTMLElement.prototype.hidePopover = function () {
  open.delete(this);
  toggle(this, 'closed');
};
const matches = Element.prototype.matches;
Element.prototype.matches = function (this: Element, selector: string) {
  return selector === ':popover-open' ? open.has(this) : matches.call(this, selector);
} as typeof matches;
document.addEventListener('click', (event) => {
  const target = (event.target as Element).closest?.('[popovertarget]');
  const id = target?.getAttribute('popovertarget');
  const popover = id ? document.getElementById(id) : null;
  if (popover === null) return;
  if (open.has(popover)) popover.hidePopover();
  else popover.showPopover();
});

afterEach(() => {
  cleanup();
  for (const toast of shownToasts()) hideToast(toast.id);
  vi.unstubAllGlobals();
  localStorage.clear();
});
