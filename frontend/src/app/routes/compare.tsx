import { createFileRoute } from '@tanstack/react-router';
import { ComparePage } from '../../compare/ComparePage.tsx';
import { readCompareSearch } from '../../compare/search.ts';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/compare')({ component: Compare, validateSearch: readCompareSearch });

function Compare() {
  return (
    <Queries>
      <ComparePage />
    </Queries>
  );
}
