import { createFileRoute } from '@tanstack/react-router';
import { MapPage } from '../../map/MapPage.tsx';

export const Route = createFileRoute('/')({ component: MapPage });
