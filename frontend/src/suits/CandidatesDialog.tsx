import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Ban, Pin, PinOff, Undo2 } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { messageOf } from '../api/problem.ts';
import { ItemIcon } from '../inventory/ItemIcon.tsx';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { cx } from '../ui/cx.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FormError } from '../ui/FormError.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TextField } from '../ui/TextField.tsx';
import { meets, shortFamily } from './cantrips.ts';
import { mayHandOver, type SuitForm, slotOrderOf, withExcluded, withFreeSlot, withLock } from './form.ts';
import type { KnownPiece } from './known.ts';
import { thousands } from './numbers.ts';
import styles from './picker.module.css';
import { candidatesQuery } from './queries.ts';
import { type Slot, slotName } from './slots.ts';
import type { Candidate } from './types.ts';

interface Props {
  slot: Slot;
  form: SuitForm;
  onChange: (form: SuitForm) => void;
  onSelectPiece: (piece: KnownPiece) => void;
  onClose: () => void;
}

/** The pieces that may fill a slot: one of them stays there, some are out, or nothing is worn. */
export function CandidatesDialog({ slot, form, onChange, onSelectPiece, onClose }: Props) {
  const [words, setWords] = useState('');
  const asked = useDeferredValue(words.trim());
  const found = useQuery({
    ...candidatesQuery(slot, form, asked),
    placeholderData: keepPreviousData,
  });
  const order = slotOrderOf(form, slot);
  const list = found.data?.candidates ?? [];
  return (
    <Dialog title={slotName(slot)} onClose={onClose} wide>
      <TextField
        label="Find by name, owner or cantrip"
        value={words}
        onChange={(event) => setWords(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <div className={styles.actions}>
        <Checkbox
          label="Stays empty"
          checked={order.kind === 'empty'}
          onChange={(event) => onChange(withFreeSlot(form, slot, event.target.checked))}
        />
        <span className={styles.limit} role="status">
          {found.data !== undefined &&
            (found.data.total > list.length
              ? `${list.length} of ${thousands(found.data.total)} pieces, the best first`
              : `${thousands(found.data.total)} ${found.data.total === 1 ? 'piece' : 'pieces'}`)}
        </span>
      </div>
      {found.isError && <FormError text={messageOf(found.error)} />}
      {found.isPending && <Skeleton height="280px" />}
      {found.data !== undefined && list.length === 0 && (
        <EmptyState
          title={asked === '' ? 'Nobody owns a piece for it' : 'No piece for it is called so'}
          why={
            asked === ''
              ? 'The characters that are in have told of none. Inventories come with their plugins.'
              : undefined
          }
        >
          {asked !== '' && <Button onClick={() => setWords('')}>All pieces</Button>}
        </EmptyState>
      )}
      <ul className={styles.list} aria-label={`Candidates for ${slotName(slot).toLowerCase()}`}>
        {list.map((candidate) => (
          <CandidateRow
            key={`${candidate.id} ${candidate.slots.join()}`}
            candidate={candidate}
            form={form}
            locked={order.kind === 'locked' && order.item === candidate.id}
            onLock={(on) => {
              onSelectPiece(candidate);
              onChange(on ? withLock(form, candidate.id, candidate.slots) : withFreeSlot(form, slot, false));
              if (on) onClose();
            }}
            onExclude={(on) => {
              onSelectPiece(candidate);
              onChange(withExcluded(form, candidate.id, on));
            }}
          />
        ))}
      </ul>
    </Dialog>
  );
}

interface RowProps {
  candidate: Candidate;
  form: SuitForm;
  locked: boolean;
  onLock: (on: boolean) => void;
  onExclude: (on: boolean) => void;
}

function CandidateRow({ candidate, form, locked, onLock, onExclude }: RowProps) {
  const { id, name, owner, armor_level, cantrips, set, reduced, barred } = candidate;
  const excluded = form.exclude.includes(id);
  const out = excluded || !mayHandOver(form, owner) || !!barred;
  return (
    <li className={cx(styles.candidate, locked && styles.locked, out && styles.out)}>
      <ItemIcon item={candidate} size={28} />
      <div className={styles.name}>
        <span className={styles.line}>
          <b>{name}</b>
          {armor_level > 0 && <span>{armor_level}</span>}
          <small>
            {owner}
            {set !== null && ` · ${set.name}`}
            {reduced && ' · reduced'}
            {excluded && ' · excluded'}
            {!excluded && barred && ` · ${barred}`}
            {!excluded && !barred && !mayHandOver(form, owner) && ' · its owner is out'}
          </small>
        </span>
        <span className={styles.cantrips}>
          {cantrips.map((cantrip) => {
            const wished = form.wishes.some((wish) => meets(wish, cantrip));
            return (
              <span key={`${cantrip.family} ${cantrip.tier}`} className={wished ? styles.wished : undefined}>
                {cantrip.tier.charAt(0).toUpperCase()} {shortFamily(cantrip.name)}
              </span>
            );
          })}
        </span>
      </div>
      <IconButton
        small
        icon={locked ? PinOff : Pin}
        label={locked ? `Let ${name} go` : `Lock ${name} of ${owner}`}
        aria-pressed={locked}
        onClick={() => onLock(!locked)}
      />
      <IconButton
        small
        icon={excluded ? Undo2 : Ban}
        label={excluded ? `Let ${name} of ${owner} in again` : `Exclude ${name} of ${owner}`}
        aria-pressed={excluded}
        onClick={() => onExclude(!excluded)}
      />
    </li>
  );
}
