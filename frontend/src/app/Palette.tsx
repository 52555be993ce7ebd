import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { Keyboard, LogOut, type LucideIcon, Monitor, Moon, Search, Sun, User } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { messageOf } from '../api/problem.ts';
import { signOut } from '../auth/signOut.ts';
import { usePlayers } from '../live/usePlayers.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { setTheme } from '../ui/theme.ts';
import { showToast } from '../ui/toasts.ts';
import { useThemeChoice } from '../ui/useTheme.ts';
import type { MoreIconName } from './MoreIcon.tsx';
import type { Page } from './navigation.ts';
import { PageIcon } from './PageIcon.tsx';
import styles from './Palette.module.css';
import { grouped, matching, type PaletteItem } from './paletteItems.ts';

interface Entry extends PaletteItem {
  icon?: LucideIcon | MoreIconName | undefined;
  keys?: string;
  run: () => void;
}

interface Props {
  pages: readonly Page[];
  onClose: () => void;
  onShortcuts: () => void;
}

/** Go to a page or a character, or run an action, by typing a few letters of it. */
export default function Palette({ pages, onClose, onShortcuts }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const navigate = useNavigate();
  const theme = useThemeChoice();
  const characters = usePlayers();

  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    element?.querySelector('input')?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const entries = useMemo<Entry[]>(() => {
    const list: Entry[] = pages.map((page) => ({
      id: `page:${page.to}`,
      group: 'Pages',
      label: page.label,
      words: page.words ?? '',
      icon: page.icon ?? User,
      keys: `g ${page.key}`,
      run: () => void navigate({ to: page.to }),
    }));
    for (const { name, level } of characters) {
      list.push({
        id: `character:${name}`,
        group: 'Characters',
        label: name,
        icon: User,
        ...(level !== null && { hint: `Level ${level}` }),
        run: () => void navigate({ to: '/players/$name', params: { name } }),
      });
    }
    const themes = [
      { choice: 'dark', label: 'Theme: dark', icon: Moon },
      { choice: 'light', label: 'Theme: light', icon: Sun },
      { choice: 'system', label: 'Theme: as the system', icon: Monitor },
    ] as const;
    for (const { choice, label, icon } of themes) {
      list.push({
        id: `theme:${choice}`,
        group: 'Actions',
        label,
        icon,
        words: 'colours appearance',
        ...(theme === choice && { hint: 'now' }),
        run: () => setTheme(choice),
      });
    }
    list.push({
      id: 'shortcuts',
      group: 'Actions',
      label: 'Show the keys',
      words: 'shortcuts keyboard help',
      icon: Keyboard,
      keys: '?',
      run: onShortcuts,
    });
    if (pages.some((page) => page.userOnly)) {
      list.push({
        id: 'sign-out',
        group: 'Actions',
        label: 'Sign out',
        words: 'log logout leave',
        icon: LogOut,
        run: () => {
          signOut().catch((error) => showToast(messageOf(error), { tone: 'danger' }));
        },
      });
    }
    return list;
  }, [pages, characters, theme, navigate, onShortcuts]);

  const shown = matching(entries, query);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the backdrop's key, and comes as cancel
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label="Go to or run"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <Command label="Go to or run" shouldFilter={false} loop>
        <div className={styles.query}>
          <Search size={18} aria-hidden="true" />
          <Command.Input
            className={styles.input}
            value={query}
            onValueChange={setQuery}
            placeholder="A page, a character, an action"
          />
          <Kbd keys="Escape" />
        </div>
        <Command.List className={styles.list} label="Answers">
          {shown.length === 0 && (
            <p className={styles.empty}>
              Nothing is called “{query.trim()}”. Try a few letters of a character’s name.
            </p>
          )}
          {grouped(shown).map(([group, items]) => (
            <Command.Group key={group} heading={group}>
              {items.map((item) => (
                <Command.Item
                  key={item.id}
                  value={item.id}
                  className={styles.item}
                  onSelect={() => {
                    onClose();
                    item.run();
                  }}
                >
                  {item.icon !== undefined && <PageIcon icon={item.icon} size={17} />}
                  <span>{item.label}</span>
                  {item.hint !== undefined && <span className={styles.hint}>{item.hint}</span>}
                  {item.keys !== undefined && (
                    <span className={styles.hint}>
                      <Kbd keys={item.keys} />
                    </span>
                  )}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </dialog>
  );
}
