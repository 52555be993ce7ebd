import { useState } from 'react';
import type { Edge, Ref } from '../api/types.ts';
import { text } from '../text/en.ts';
import { Combobox, type Option } from '../ui/Combobox.tsx';
import { useLookup } from './useLookup.ts';

interface Props {
  edge: Pick<Edge, 'type' | 'required'>;
  value: Ref | null | undefined;
  onChange: (value: Ref | null) => void;
  /** Its name, where no label is tied to id. */
  label?: string | undefined;
  id?: string | undefined;
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
  autoFocus?: boolean;
  placeholder?: string;
}

const NOBODY = '\u0000';

/** What a to-one edge leads to, looked up by name. */
export function RefInput({ edge, value, onChange, autoFocus, ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const { options, busy } = useLookup(edge.type, typed ?? '');
  const all: Option[] =
    edge.required || value === null || typed ? options : [{ value: NOBODY, label: text.none }, ...options];
  return (
    <Combobox
      {...rest}
      {...(autoFocus && { autoFocus })}
      query={typed ?? value?.label ?? ''}
      onQuery={setTyped}
      options={all}
      busy={busy}
      onPick={(option) => {
        setTyped(null);
        onChange(option.value === NOBODY ? null : { id: option.value, label: option.label });
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
