import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import type { Scope } from './search.ts';

interface Props {
  /** How many characters are known at all. */
  known: number;
  query: string;
  scope: Scope;
  onClear: () => void;
}

/** Why the table is empty, and the way out. */
export function Nobody({ known, query, scope, onClear }: Props) {
  if (known === 0) {
    return (
      <EmptyState
        title="No character has reported yet"
        why="They appear here as soon as a plugin connects to this server."
      />
    );
  }
  if (query !== '') {
    return (
      <EmptyState title="Nobody answers to that" why={`Among ${known} characters none is “${query}”.`}>
        <Button onClick={onClear}>Clear the filter</Button>
      </EmptyState>
    );
  }
  return <EmptyState title={scope === 'attention' ? 'All is well' : 'Nobody'} why={EMPTY_SCOPE[scope]} />;
}

const EMPTY_SCOPE: Record<Scope, string> = {
  all: 'No character is known.',
  online: 'No character has been heard of within the last minute.',
  hunting: 'Nobody hunts right now.',
  town: 'Nobody stands in a town right now.',
  attention: 'Nobody is dead, and nobody has been idle in the wild for five minutes.',
  offline: 'Every character that is known is online.',
};
