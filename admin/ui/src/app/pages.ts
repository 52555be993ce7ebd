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

// G adds its pages here.
export const PAGES: readonly Page[] = [];

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
