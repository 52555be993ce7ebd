/** The admin's pages, as admin/vite.config.ts builds them. */
declare module '*/admin/dist/pages.js' {
  import type { FunctionComponent } from 'react';

  export const Pages: FunctionComponent<{ onSignedOut: () => void }>;
}
