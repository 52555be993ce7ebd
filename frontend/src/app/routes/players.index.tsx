import { createFileRoute } from '@tanstack/react-router';
import { PlayersPage } from '../../players/PlayersPage.tsx';

export const Route = createFileRoute('/players/')({ component: PlayersPage });
