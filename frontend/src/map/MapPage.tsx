import { Map as MapIcon } from 'lucide-react';
import { EmptyState } from '../ui/EmptyState.tsx';

// MAP's file: replace it whole. The page fills <main>, has no PageHead, and sets its own <title>.
export function MapPage() {
  return (
    <>
      <title>Map · Mosswart Overlord</title>
      <h1 className="visually-hidden">Map</h1>
      <EmptyState icon={MapIcon} title="The map is not drawn yet" />
    </>
  );
}
