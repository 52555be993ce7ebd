import { useEffect, useRef, useState } from 'react';

/** The part of the Navigation API that is needed here. */
interface NavigateEvent extends Event {
  readonly navigationType: 'push' | 'replace' | 'reload' | 'traverse';
  readonly destination: { readonly url: string; readonly key: string; readonly sameDocument: boolean };
}
interface Navigation extends EventTarget {
  traverseTo: (key: string) => unknown;
}

export interface LeaveGuard {
  /** Somebody wants to leave: asked, and waiting for one of the two. */
  asked: boolean;
  stay: () => void;
  leave: () => void;
  /** The next way out is free: what was to be saved is saved. */
  release: () => void;
}

/**
 * Keeps the reader from leaving the page while there is something to lose: in the page by asking, out of it by the
 * browser's own question. Browsers without the Navigation API only have the second.
 */
export function useLeaveGuard(dirty: boolean): LeaveGuard {
  const [wanted, setWanted] = useState<NavigateEvent | null>(null);
  const free = useRef(false);

  useEffect(() => {
    free.current = false;
    if (!dirty) return;
    const { navigation } = window as unknown as { navigation?: Navigation };
    const at = location.pathname;
    const onNavigate = (event: Event) => {
      const { navigationType, destination, cancelable } = event as NavigateEvent;
      if (free.current || !cancelable || navigationType === 'reload' || !destination.sameDocument) return;
      if (new URL(destination.url).pathname === at) return;
      event.preventDefault();
      setWanted(event as NavigateEvent);
    };
    const onUnload = (event: BeforeUnloadEvent) => {
      if (!free.current) event.preventDefault();
    };
    navigation?.addEventListener('navigate', onNavigate);
    addEventListener('beforeunload', onUnload);
    return () => {
      navigation?.removeEventListener('navigate', onNavigate);
      removeEventListener('beforeunload', onUnload);
    };
  }, [dirty]);

  return {
    asked: wanted !== null,
    stay: () => setWanted(null),
    leave: () => {
      if (wanted === null) return;
      free.current = true;
      const { navigation } = window as unknown as { navigation?: Navigation };
      if (wanted.navigationType === 'traverse') navigation?.traverseTo(wanted.destination.key);
      // The router listens to the history's own methods.
      else history.pushState(null, '', wanted.destination.url);
    },
    release: () => {
      free.current = true;
    },
  };
}
