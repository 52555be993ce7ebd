import { createContext, useContext } from 'react';
import type { Api } from './client.ts';
import type { Live } from './live.ts';
import type { Meta } from './types.ts';

/** What every page of the admin works with. */
export interface Admin {
  api: Api;
  meta: Meta;
  live: Live;
  /** The host draws its own frame around the pages, palette and overview of keys included. */
  embedded: boolean;
}

export const AdminContext = createContext<Admin | null>(null);

export function useAdmin(): Admin {
  const admin = useContext(AdminContext);
  if (admin === null) throw new Error('useAdmin outside of AdminApp');
  return admin;
}
