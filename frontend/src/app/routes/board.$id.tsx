import { createFileRoute } from '@tanstack/react-router';
import { IssuePage } from '../../board/IssuePage.tsx';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/board/$id')({ component: Page });

function Page() {
  const { id } = Route.useParams();
  return (
    <Queries>
      <IssuePage id={Number(id) || 0} />
    </Queries>
  );
}
