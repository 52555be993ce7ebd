import { Link } from '@tanstack/react-router';
import { Columns2, Map as MapIcon, SquareTerminal, X } from 'lucide-react';
import { useState } from 'react';
import { MOST_COMPARED, writeNames } from '../compare/search.ts';
import type { Player } from '../live/player.ts';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { CommandDialog } from './CommandDialog.tsx';
import { mapSearchFor } from './mapSearchFor.ts';
import styles from './SelectionBar.module.css';

/** What can be done with those who are ticked. */
export function SelectionBar({ players, onClear }: { players: readonly Player[]; onClear: () => void }) {
  const [commanding, setCommanding] = useState(false);
  const names = players.map(({ name }) => name);
  const obeying = players.filter(({ known }) => known?.mayCommand === true);
  return (
    <section className={styles.bar} aria-label="Selected players">
      <strong className={styles.count}>{players.length} selected</strong>
      <span className={styles.names}>{names.join(', ')}</span>
      <Button
        kind="main"
        icon={SquareTerminal}
        disabled={obeying.length === 0}
        title={obeying.length === 0 ? 'None of them takes your commands' : undefined}
        onClick={() => setCommanding(true)}
      >
        Command…
      </Button>
      <Link to="/" search={mapSearchFor(names)} className={buttonClass({ kind: 'quiet' })}>
        <MapIcon size={16} aria-hidden="true" />
        Show on map
      </Link>
      <Link
        to="/compare"
        search={{ names: writeNames(names.slice(0, MOST_COMPARED)) }}
        className={buttonClass({ kind: 'quiet' })}
      >
        <Columns2 size={16} aria-hidden="true" />
        Compare
      </Link>
      <IconButton icon={X} label="Select nobody" onClick={onClear} />
      {commanding && (
        <CommandDialog names={obeying.map(({ name }) => name)} onClose={() => setCommanding(false)} />
      )}
    </section>
  );
}
