import { lazy, Suspense } from 'react';
import type { Page } from './navigation.ts';

const MoreIcon = lazy(() => import('./MoreIcon.tsx'));

interface Props {
  icon: NonNullable<Page['icon']>;
  size: number;
}

/** A page's icon. Its room is kept while its code is on the way. */
export function PageIcon({ icon: Icon, size }: Props) {
  if (typeof Icon !== 'string') return <Icon size={size} strokeWidth={1.75} aria-hidden="true" />;
  return (
    <Suspense fallback={<svg width={size} height={size} aria-hidden="true" />}>
      <MoreIcon name={Icon} size={size} />
    </Suspense>
  );
}
