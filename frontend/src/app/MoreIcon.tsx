import {
  Bell,
  ChartLine,
  ClipboardList,
  Database,
  Diamond,
  DoorOpen,
  KeyRound,
  PawPrint,
  ScrollText,
  Shield,
  Swords,
  UserCog,
} from 'lucide-react';

const ICONS = {
  admin: Database,
  alerts: Bell,
  board: ClipboardList,
  charts: ChartLine,
  combat: Swords,
  owners: KeyRound,
  portals: DoorOpen,
  quests: ScrollText,
  rares: Diamond,
  spawns: PawPrint,
  suits: Shield,
  users: UserCog,
} as const;

export type MoreIconName = keyof typeof ICONS;

/** The icon of a page that is not among the first ones: these come in a chunk of their own, behind the first picture. */
export default function MoreIcon({ name, size }: { name: MoreIconName; size: number }) {
  const Icon = ICONS[name];
  return <Icon size={size} strokeWidth={1.75} aria-hidden="true" />;
}
