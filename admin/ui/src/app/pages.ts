import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Meta, Type } from '../api/types.ts';
import { shell } from '../text/shell.ts';
import type { IconName } from '../ui/icons.gen.ts';

type Lazy<P> = LazyExoticComponent<ComponentType<P>>;

/** A page of its own beside those of types; its slug cannot be a type's. */
export interface Page {
  path: string;
  label: string;
  icon: IconName;
  /** Typed after g to go there. */
  key: string;
  shown: (meta: Meta) => boolean;
  page: Lazy<Record<never, never>>;
}

/** In the order in which the menu lists them. */
export const PAGES: readonly Page[] = [
  {
    path: '/map',
    label: shell.map,
    icon: 'network',
    key: 'm',
    shown: (meta) => meta.types.length > 0,
    page: lazy(() => import('../map/MapPage.tsx')),
  },
  {
    path: '/audit',
    label: shell.audit,
    icon: 'history',
    key: 'a',
    shown: ({ features }) => features.audit === true,
    page: lazy(() => import('../audit/AuditPage.tsx')),
  },
  {
    path: '/roles',
    label: shell.roles,
    icon: 'shield',
    key: 'r',
    shown: ({ features }) => features.roles === true,
    page: lazy(() => import('../roles/RolesPage.tsx')),
  },
  {
    path: '/people',
    label: shell.people,
    icon: 'users',
    key: 'p',
    shown: ({ features }) => features.users === true,
    page: lazy(() => import('../people/PeoplePage.tsx')),
  },
  {
    path: '/keys',
    label: shell.keys,
    icon: 'key',
    key: 'k',
    shown: ({ features }) => features.keys === true,
    page: lazy(() => import('../keys/KeysPage.tsx')),
  },
  {
    path: '/people/me',
    label: shell.account,
    icon: 'user',
    key: 'u',
    shown: ({ features }) => features.totp === true,
    page: lazy(() => import('../people/AccountPage.tsx')),
  },
  {
    path: '/system',
    label: shell.host,
    icon: 'server',
    key: 's',
    shown: ({ features }) => features.system === true,
    page: lazy(() => import('../system/SystemPage.tsx')),
  },
  {
    path: '/api',
    label: shell.api,
    icon: 'code',
    key: 'i',
    shown: () => true,
    page: lazy(() => import('../openapi/ApiPage.tsx')),
  },
];

/** What the pages of one type get: its description and, of a page of one row, the row's id. */
export interface TypePageProps {
  type: Type;
}
export interface RowPageProps extends TypePageProps {
  /** null is a new row. */
  id: string | null;
}

export const ListPage: Lazy<TypePageProps> = lazy(() => import('../list/ListPage.tsx'));
export const RowPage: Lazy<RowPageProps> = lazy(() => import('../edit/EditPage.tsx'));
export const ImportPage: Lazy<TypePageProps> = lazy(() => import('../importer/ImportPage.tsx'));
export const TrashPage: Lazy<TypePageProps> = lazy(() => import('../trash/TrashPage.tsx'));
export const DashboardPage: Lazy<Record<never, never>> = lazy(() => import('./DashboardPage.tsx'));

export const FIRST_PAGE = { path: '/', label: shell.dashboard, icon: 'layout-dashboard', key: 'h' } as const;
