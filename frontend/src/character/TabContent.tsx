import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { buttonClass } from '../ui/buttonClass.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { useCharacter } from './characterContext.ts';
import { readTab, type TabKey } from './tabs.ts';

const contents: Record<TabKey, ReturnType<typeof lazy>> = {
  '': lazy(() => import('./SheetTab.tsx')),
  quests: lazy(() => import('./QuestsTab.tsx')),
  cantrips: lazy(() => import('./CantripsTab.tsx')),
  inventory: lazy(() => import('../inventory/InventoryTab.tsx')),
  combat: lazy(() => import('./CombatTab.tsx')),
  radar: lazy(() => import('./RadarTab.tsx')),
  dungeon: lazy(() => import('../dungeon/DungeonTab.tsx')),
  history: lazy(() => import('./HistoryTab.tsx')),
};

/** What the address's tab shows; each comes with its own code when it is first looked at. */
export function TabContent() {
  const word: string | undefined = useParams({ strict: false }).tab;
  const { name } = useCharacter();
  const tab = readTab(word);
  if (tab === null) {
    return (
      <EmptyState title={`There is no “${word}” here`} why="Nothing of that name is known of a character.">
        <Link to="/players/$name" params={{ name }} className={buttonClass()}>
          Character sheet
        </Link>
      </EmptyState>
    );
  }
  const Content = contents[tab];
  return (
    <Suspense fallback={<Skeleton height="240px" />}>
      <Content />
    </Suspense>
  );
}
