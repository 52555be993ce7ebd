import { type ComponentType, lazy, Suspense } from 'react';
import { ChatPanel } from '../../chat/ChatPanel.tsx';
import type { WindowKind } from '../../chat/win.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Queries } from '../Queries.tsx';
import styles from './WindowContent.module.css';

const SheetTab = lazy(() => import('../../character/SheetTab.tsx'));
const CombatTab = lazy(() => import('../../character/CombatTab.tsx'));
const InventoryTab = lazy(() => import('../../inventory/InventoryTab.tsx'));
const RadarPanel = lazy(() => import('../../dungeon/RadarPanel.tsx'));
const DungeonPanel = lazy(() => import('../../dungeon/DungeonPanel.tsx'));
const CharacterPart = lazy(() => import('../../character/CharacterPart.tsx'));

/** The parts of the character page that a window shows as they are there. */
const PARTS: Partial<Record<WindowKind, ComponentType>> = {
  stats: SheetTab,
  combat: CombatTab,
  inventory: InventoryTab,
};

interface Props {
  kind: WindowKind;
  name: string;
  /** Puts the cursor into a chat's command line. */
  autoFocus?: boolean;
}

/** What a window shows; all but the chat comes with its own code when it is first opened. */
export function WindowContent({ kind, name, autoFocus = false }: Props) {
  if (kind === 'chat') return <ChatPanel name={name} autoFocus={autoFocus} />;
  const Part = PARTS[kind];
  return (
    <Queries>
      <Suspense fallback={<Skeleton height="160px" />}>
        {Part === undefined ? (
          <div className={styles.whole}>
            {kind === 'radar' ? <RadarPanel name={name} /> : <DungeonPanel name={name} />}
          </div>
        ) : (
          <div className={styles.scroll}>
            <CharacterPart name={name}>
              <Part />
            </CharacterPart>
          </div>
        )}
      </Suspense>
    </Queries>
  );
}
