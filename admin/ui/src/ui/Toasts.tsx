import { useEffect, useRef, useSyncExternalStore } from 'react';
import { text } from '../text/en.ts';
import { shell } from '../text/shell.ts';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';
import { Kbd } from './Kbd.tsx';
import styles from './Toasts.module.css';
import { hideToast, shownToasts, subscribeToasts, type Toast } from './toasts.ts';
import { useShortcut } from './useShortcut.ts';

/** Where toasts appear; the shell has one. It is a popover, so that it lies above open dialogs too. */
export function Toasts() {
  const toasts = useSyncExternalStore(subscribeToasts, shownToasts);
  const ref = useRef<HTMLDivElement>(null);
  const newest = toasts.at(-1)?.id;
  const offer = toasts.findLast((toast) => toast.action !== undefined);

  useEffect(() => {
    const region = ref.current;
    if (region === null) return;
    if (region.matches(':popover-open')) region.hidePopover();
    if (newest !== undefined) region.showPopover();
  }, [newest]);

  function take(toast: Toast | undefined) {
    if (toast === undefined) return;
    toast.action?.run();
    hideToast(toast.id);
  }

  useShortcut('u', offer?.action?.label ?? '', shell.all, () => take(offer), offer !== undefined);

  return (
    <div ref={ref} className={styles.region} popover="manual" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={cx(styles.toast, styles[toast.tone])}>
          {toast.tone === 'ok' && <Icon name="check" />}
          {toast.tone === 'danger' && <Icon name="circle-alert" />}
          <span className={styles.text}>{toast.text}</span>
          {toast.action !== undefined && (
            <Button small kind="quiet" onClick={() => take(toast)}>
              {toast.action.label}
              {toast === offer && <Kbd keys="u" />}
            </Button>
          )}
          <IconButton small icon="x" label={text.dismiss} onClick={() => hideToast(toast.id)} />
        </div>
      ))}
    </div>
  );
}
