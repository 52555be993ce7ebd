import { createFileRoute, useParams } from '@tanstack/react-router';
import { SuitsPage } from '../../suits/SuitsPage.tsx';
import { readSuitsSearch } from '../../suits/search.ts';
import { Queries } from '../Queries.tsx';

// One page for both addresses: a search that begins does not build it anew.
export const Route = createFileRoute('/suits')({ component: Suits, validateSearch: readSuitsSearch });

function Suits() {
  const { runId } = useParams({ strict: false });
  return (
    <Queries>
      <SuitsPage runId={runId} search={Route.useSearch()} />
    </Queries>
  );
}
