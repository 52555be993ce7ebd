import { createFileRoute } from '@tanstack/react-router';
import { BoardPage } from '../../board/BoardPage.tsx';
import { keep } from '../keep.ts';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/board/')({
  component: Page,
  validateSearch: keep('q', 'view', 'sort'),
});

function Page() {
  return (
    <Queries>
      <BoardPage />
    </Queries>
  );
}
