import { createFileRoute } from '@tanstack/react-router';
import { AccountPage } from '../../account/AccountPage.tsx';

export const Route = createFileRoute('/account')({ component: AccountPage });
