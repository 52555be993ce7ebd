import { createFileRoute } from '@tanstack/react-router';
import { AdminPages } from '../../admin/AdminPages.tsx';

export const Route = createFileRoute('/admin/$')({ component: AdminPages });
