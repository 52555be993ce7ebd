import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useMe } from '../auth/me.ts';
import { useFeed } from '../live/useFeed.ts';
import { dotFavicon } from './favicon.ts';
import { FreshAlerts, type LiveAlert, withCount } from './fresh.ts';
import { Notifier } from './notifier.ts';
import { fetchSubscription, onSubscription } from './subscription.ts';

/** Tells of new alerts on every page: before the tab's title, on its icon, and as the browser's notifications. */
export function AlertBell() {
  const feed = useFeed();
  const me = useMe().data;
  const looking = useLocation({ select: ({ pathname }) => pathname === '/alert-log' });
  const fresh = useRef(new FreshAlerts());
  const inSight = useRef(looking);
  inSight.current = looking;
  const mayAsk = me !== undefined && !me.internal;

  useEffect(() => {
    const show = () => {
      const titled = withCount(document.title, fresh.current.count);
      if (titled !== document.title) document.title = titled;
      dotFavicon(fresh.current.count > 0);
    };
    // Every page writes its own title.
    const watch = new MutationObserver(show);
    watch.observe(document.head, { childList: true, subtree: true, characterData: true });
    const seen = () => {
      if (inSight.current && document.visibilityState === 'visible' && fresh.current.clear()) show();
    };
    document.addEventListener('visibilitychange', seen);
    seen();
    const unhear = feed?.onAlert((alert) => {
      if (fresh.current.take(alert, inSight.current && document.visibilityState === 'visible')) show();
    });
    return () => {
      watch.disconnect();
      document.removeEventListener('visibilitychange', seen);
      unhear?.();
    };
  }, [feed]);

  useEffect(() => {
    if (looking && fresh.current.clear()) {
      document.title = withCount(document.title, 0);
      dotFavicon(false);
    }
  }, [looking]);

  useEffect(() => {
    if (feed === null || !mayAsk || !('Notification' in window)) return;
    const notifier = new Notifier();
    const stop = onSubscription((subscription) => notifier.subscribe(subscription.kinds));
    fetchSubscription().then(
      (subscription) => notifier.subscribe(subscription.kinds),
      () => undefined, // without it nobody is notified; the page of alerts says why
    );
    const unhear = feed.onAlert((alert: LiveAlert) => notifier.take(alert));
    return () => {
      stop();
      unhear();
      notifier.close();
    };
  }, [feed, mayAsk]);

  return null;
}
