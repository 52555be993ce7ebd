import type { LiveAlert } from './fresh.ts';
import { type Kind, kindFacts } from './kinds.ts';

/** Alerts that come so close together are one notification. */
const GATHER_MS = 1_500;

/** Shows alerts as notifications of the browser's, for the kinds that the user wants, where he has allowed it. */
export class Notifier {
  private kinds: ReadonlySet<Kind> = new Set();
  private waiting: LiveAlert[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  subscribe(kinds: readonly Kind[]): void {
    this.kinds = new Set(kinds);
  }

  take(alert: LiveAlert): void {
    if (!alert.news || !this.kinds.has(alert.kind) || Notification.permission !== 'granted') return;
    this.waiting.push(alert);
    this.timer ??= setTimeout(() => this.show(), GATHER_MS);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private show(): void {
    const alerts = this.waiting;
    this.waiting = [];
    this.timer = undefined;
    const { title, body, tag } = tell(alerts);
    // Another tab of the site shows the same one: the tag makes them one.
    const shown = new Notification(title, { body, tag, icon: '/favicon.svg' });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  }
}

/** What a notification of some alerts says. */
export function tell(alerts: readonly LiveAlert[]): { title: string; body: string; tag: string } {
  const [first] = alerts;
  if (first === undefined) return { title: '', body: '', tag: '' };
  const label = kindFacts[first.kind].label;
  const tag = `alert-${alerts.map((alert) => alert.id).join('-')}`;
  if (alerts.length === 1) {
    const about = first.character === '' ? first.rule : first.character;
    return { title: `${about} · ${label}`, body: first.why, tag };
  }
  return {
    title: `${alerts.length} alerts`,
    body: alerts
      .slice(0, 4)
      .map((alert) => `${alert.character === '' ? alert.rule : alert.character}: ${alert.why}`)
      .join('\n'),
    tag,
  };
}
