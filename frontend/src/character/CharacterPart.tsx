import { type ReactNode, useMemo, useState } from 'react';
import { FIRST_RANGE, type Range } from '../charts/range.ts';
import { CharacterContext, type CharacterView } from './characterContext.ts';
import { emptySeries } from './history.ts';

const noTail = emptySeries();

/** A part of the character page away from it: in a window over another. Its choices hold until it is closed. */
export default function CharacterPart({ name, children }: { name: string; children: ReactNode }) {
  const [range, setRange] = useState<Range>(FIRST_RANGE);
  const [show, setShow] = useState<string | undefined>(undefined);
  const view = useMemo(
    (): CharacterView => ({ name, range, setRange, show, setShow, tail: noTail }),
    [name, range, show],
  );
  return <CharacterContext value={view}>{children}</CharacterContext>;
}
