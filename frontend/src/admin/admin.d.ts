/** The admin's pages, as vite.admin.config.ts builds them from admin/ui. */
declare module '*/.admin/admin.js' {
  import type { FunctionComponent } from 'react';

  export const AdminApp: FunctionComponent<{
    api: string;
    base: string;
    embedded?: boolean;
    onSignedOut?: () => void;
  }>;
}
