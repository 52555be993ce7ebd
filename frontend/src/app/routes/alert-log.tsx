import { createFileRoute } from '@tanstack/react-router';
import { AlertsPage } from '../../alerts/AlertsPage.tsx';
import { readAlertsSearch } from '../../alerts/search.ts';
import { Queries } from '../Queries.tsx';

export const Route = createFileRoute('/alert-log')({ component: Alerts, validateSearch: readAlertsSearch });

function Alerts() {
  return (
    <Queries>
      <AlertsPage />
    </Queries>
  );
}
