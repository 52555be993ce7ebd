import { type RefObject, useEffect, useRef } from 'react';

/** Gives the focus to what carries data-autofocus inside, once it is shown: for the steps of a dialog. */
export function useAutofocus<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null);
  useEffect(() => {
    ref.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, []);
  return ref;
}
