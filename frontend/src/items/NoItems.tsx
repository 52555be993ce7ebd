import { PackageOpen, SearchX } from 'lucide-react';
import { formatCount } from '../live/age.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import type { Closest } from './item.ts';
import { removed } from './query/edit.ts';

interface Props {
  query: string;
  onQuery: (query: string) => void;
  /** What is in the way, as the server counted it. */
  closest: readonly Closest[];
  /** Whether any item is known at all. */
  known: boolean;
}

/** Why nothing was found, and which condition to drop. */
export function NoItems({ query, onQuery, closest, known }: Props) {
  if (query === '' || !known) {
    return (
      <EmptyState
        icon={PackageOpen}
        title="No inventory has been reported yet"
        why="Items appear here as soon as a character’s plugin sends what it carries."
      />
    );
  }
  const ways = closest.filter(({ without }) => without > 0).sort((a, b) => b.without - a.without);
  return (
    <EmptyState
      icon={SearchX}
      title="No item is all of that"
      why={
        ways.length > 0
          ? 'Each of these conditions is in the way of some. Which can go?'
          : 'Even without any one of its conditions nothing would be found.'
      }
    >
      {ways.map((way) => (
        <Button key={way.from} onClick={() => onQuery(removed(query, way))}>
          <span>
            Drop <code>{way.text}</code>: {formatCount(way.without)} {way.without === 1 ? 'item' : 'items'}
          </span>
        </Button>
      ))}
      <Button kind="quiet" onClick={() => onQuery('')}>
        Clear the search
      </Button>
    </EmptyState>
  );
}
