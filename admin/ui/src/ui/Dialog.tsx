import { type ReactNode, useEffect, useId, useRef } from 'react';
import { text } from '../text/en.ts';
import { cx } from './cx.ts';
import styles from './Dialog.module.css';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';
import type { IconName } from './icons.gen.ts';

interface Props {
  title: string;
  /** One sentence under the title. */
  hint?: ReactNode;
  icon?: IconName;
  tone?: 'warn' | 'bad';
  /** Asked for by Escape, the backdrop and the cross; the owner then stops rendering the dialog. */
  onClose: () => void;
  /** 880 pixels at most and not 460. */
  wide?: boolean;
  /** Escape and the backdrop do nothing: what is shown would be lost. */
  sticky?: boolean;
  /** The actions: the way back first, the main one last. */
  foot?: ReactNode;
  /** Makes the whole of it a form. */
  onSubmit?: () => void;
  children?: ReactNode;
}

/** A modal dialog, open for as long as it is rendered. The element with data-autofocus has the focus first. */
export function Dialog({ title, hint, icon, tone, onClose, wide, sticky, foot, onSubmit, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    const before = document.activeElement;
    dialog.showModal();
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      dialog.close();
      // A dialog that is taken away does not give the focus back by itself.
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const inside = (
    <>
      <div className={styles.head}>
        {icon !== undefined && (
          <span className={cx(styles.icon, tone && styles[tone])}>
            <Icon name={icon} size={20} />
          </span>
        )}
        <div className={styles.titles}>
          <h2 id={titleId}>{title}</h2>
          {hint !== undefined && <p className={styles.hint}>{hint}</p>}
        </div>
        <IconButton icon="x" label={text.close} onClick={onClose} />
      </div>
      {children !== undefined && <div className={styles.body}>{children}</div>}
      {foot !== undefined && <div className={styles.foot}>{foot}</div>}
    </>
  );

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the backdrop's key, and comes as cancel
    <dialog
      ref={ref}
      className={cx(styles.dialog, wide && styles.wide)}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (!sticky) onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && !sticky) onClose();
      }}
    >
      {onSubmit === undefined ? (
        <div className={styles.frame}>{inside}</div>
      ) : (
        <form
          className={styles.frame}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            onSubmit();
          }}
        >
          {inside}
        </form>
      )}
    </dialog>
  );
}
