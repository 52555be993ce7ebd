import { createFileRoute } from '@tanstack/react-router';
import { TabContent } from '../../character/TabContent.tsx';

export const Route = createFileRoute('/players/$name/')({ component: TabContent });
