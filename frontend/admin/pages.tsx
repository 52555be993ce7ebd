import { AdminApp } from '../../admin/ui/src/AdminApp.tsx';
import './theme.css';

/** The admin's pages as this site shows them: inside of its frame, below /admin. */
export function Pages({ onSignedOut }: { onSignedOut: () => void }) {
  return <AdminApp api="/api-admin/resources" base="/admin" embedded onSignedOut={onSignedOut} />;
}
