import { useEffect } from 'react';
import { onSignedOut } from '../api/client.ts';
import { loginUrl } from './nextPath.ts';

/** Leads to the sign-in page, and back here after it, as soon as any answer says that the session is over. */
export function useSignedOut(go: (url: string) => void = (url) => location.assign(url)): void {
  useEffect(() => {
    let gone = false;
    return onSignedOut(() => {
      if (gone) return;
      gone = true;
      go(loginUrl(location.pathname + location.search + location.hash));
    });
  }, [go]);
}
