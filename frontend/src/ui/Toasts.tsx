import { Check, CircleAlert, X } from 'lucide-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import { IconButton } from './IconButton.tsx';
import styles from './Toasts.module.css';
import { hideToast, shownToasts, subscribeToasts } from './toasts.ts';

/** Where toasts appear; the shell has one. It is a popover, so that it lies above open dialogs too. */
export default function Toasts() {
  const toasts = useSyncExternalStore(subscribeToasts, shownToasts);
  const ref = useRef<HTMLDivElement>(null);
  const newest = toasts.at(-1)?.id;

  useEffect(() => {
    const region = ref.current;
    if (region === null) return;
    if (region.matches(':popover-open')) region.hidePopover();
    if (newest !== undefined) region.showPopover();
  }, [newest]);

  return (
    <div ref={ref} className={styles.region} popover="manual" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={cx(styles.toast, styles[toast.tone])}>
          {toast.tone === 'ok' && <Check size={16} aria-hidden="true" />}
          {toast.tone === 'danger' && <CircleAlert size={16} aria-hidden="true" />}
          <span>{toast.text}</span>
          {toast.action !== undefined && (
            <Button
              small
              kind="quiet"
              onClick={() => {
                toast.action?.run();
                hideToast(toast.id);
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton small icon={X} label="Dismiss" onClick={() => hideToast(toast.id)} />
        </div>
      ))}
    </div>
  );
}
