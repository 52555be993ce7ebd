import { ShieldCheck } from 'lucide-react';
import { Pill } from '../ui/Pill.tsx';

export function RolePill({ admin }: { admin: boolean }) {
  return admin ? (
    <Pill tone="accent" icon={ShieldCheck}>
      Admin
    </Pill>
  ) : (
    <Pill>User</Pill>
  );
}
