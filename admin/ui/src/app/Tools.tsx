import { useSyncExternalStore } from 'react';
import { useAdmin } from '../api/context.ts';
import { shell } from '../text/shell.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { LivePill } from './LivePill.tsx';
import styles from './Tools.module.css';
import { UserMenu } from './UserMenu.tsx';

interface Props {
  onPalette: () => void;
  onShortcuts: () => void;
}

/** The end of the head row: the palette, whether the lists are live, and, where no host says it, who one is. */
export function Tools({ onPalette, onShortcuts }: Props) {
  const { live, meta, embedded } = useAdmin();
  const state = useSyncExternalStore(live.subscribe, () => live.state);
  return (
    <>
      <button type="button" className={styles.palette} onClick={onPalette}>
        <Icon name="search" />
        <span>{shell.goOrRun}</span>
        <Kbd keys="mod+k" />
      </button>
      <IconButton icon="search" label={shell.goOrRun} className={styles.small} onClick={onPalette} />
      {meta.features.live && <LivePill state={state} />}
      {!embedded && <UserMenu onShortcuts={onShortcuts} />}
    </>
  );
}
