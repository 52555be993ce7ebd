import { createFileRoute } from '@tanstack/react-router';
import { ItemsPage } from '../../items/ItemsPage.tsx';
import { readItemsSearch } from '../../items/search.ts';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/items')({ component: Items, validateSearch: readItemsSearch });

function Items() {
  return (
    <Queries>
      <ItemsPage />
    </Queries>
  );
}
