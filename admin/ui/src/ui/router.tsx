import { type ComponentProps, createContext, useCallback, useContext, useSyncExternalStore } from 'react';

const Base = createContext('');

/** Says below which path the pages are: "/admin", or "" at the root. All addresses here are below it. */
export const BaseProvider = Base.Provider;

export function useBase(): string {
  return useContext(Base);
}

const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listen) => void listen());

/** Browsers tell of the ways back and forth alone; a host's own router moves by the history too. */
function followHistory() {
  addEventListener('popstate', tell);
  for (const method of ['pushState', 'replaceState'] as const) {
    const original = history[method];
    history[method] = function (...args) {
      original.apply(this, args);
      tell();
    };
  }
}

let following = false;
function subscribe(listen: () => void): () => void {
  if (!following) followHistory();
  following = true;
  listeners.add(listen);
  return () => listeners.delete(listen);
}

/** The path of the page, percent-encoded, without a slash at its end; "" where it is none of ours. */
export function usePath(): string {
  const base = useBase();
  return useSyncExternalStore(subscribe, () => {
    const path = `${location.pathname.replace(/\/+$/, '')}/`;
    return path.startsWith(`${base}/`) ? path.slice(base.length, -1) || '/' : '';
  });
}

/** What stands behind the address's question mark. */
export function useSearch(): string {
  return useSyncExternalStore(subscribe, () => location.search.slice(1));
}

/** Goes to a page; with replace the one that is left is not come back to. */
export function useNavigate(): (to: string, how?: { replace: boolean }) => void {
  const base = useBase();
  return useCallback(
    (to, how) => history[how?.replace ? 'replaceState' : 'pushState'](null, '', base + to),
    [base],
  );
}

/** A link to a page. */
export function Link({ href, ...rest }: ComponentProps<'a'> & { href: string }) {
  const base = useBase();
  const navigate = useNavigate();
  return (
    <a
      {...rest}
      href={base + href}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        navigate(href);
      }}
    />
  );
}
