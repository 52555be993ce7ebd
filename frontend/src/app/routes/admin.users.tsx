import { createFileRoute } from '@tanstack/react-router';
import { UsersPage } from '../../users/UsersPage.tsx';

export const Route = createFileRoute('/admin/users')({ component: UsersPage });
