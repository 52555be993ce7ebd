import { Backpack, type LucideIcon, MessageSquare, Radar, ScrollText, Sword, Warehouse } from 'lucide-react';
import type { WindowKind } from '../../chat/win.ts';

interface Kind {
  word: string;
  icon: LucideIcon;
  /** As it opens first, in CSS pixels. */
  size: { width: number; height: number };
}

export const KINDS: Record<WindowKind, Kind> = {
  chat: { word: 'Chat', icon: MessageSquare, size: { width: 440, height: 320 } },
  stats: { word: 'Stats', icon: ScrollText, size: { width: 440, height: 480 } },
  radar: { word: 'Radar', icon: Radar, size: { width: 340, height: 380 } },
  dungeon: { word: 'Dungeon', icon: Warehouse, size: { width: 460, height: 440 } },
  combat: { word: 'Combat', icon: Sword, size: { width: 620, height: 420 } },
  inventory: { word: 'Inventory', icon: Backpack, size: { width: 720, height: 500 } },
};
