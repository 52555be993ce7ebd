import { createFileRoute } from '@tanstack/react-router';
import { MapPage } from '../../map/MapPage.tsx';
import { readMapSearch } from '../../map/search.ts';

export const Route = createFileRoute('/')({ component: MapPage, validateSearch: readMapSearch });
