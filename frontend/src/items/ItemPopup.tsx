import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { messageOf } from '../api/problem.ts';
import { FormError } from '../ui/FormError.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { ItemFacts } from './ItemFacts.tsx';
import styles from './ItemPopup.module.css';
import { ItemTitle } from './ItemTitle.tsx';
import type { Item } from './item.ts';
import { placeBeside } from './popupPlace.ts';
import { itemQuery } from './queries.ts';

interface Props {
  /** Row id of the item. */
  id: number;
  /** What the popup is about: it opens beside it. */
  anchor: Element | null;
  /** What a list already knows of the item: shown at once. */
  known?: Item | undefined;
  /** Asked for by Escape and by a press outside; the owner then stops rendering the popup. */
  onClose: () => void;
  /** An arrow up (-1) or down (1): the owner opens the item before or after. */
  onStep?: ((by: -1 | 1) => void) | undefined;
  /** What can be done with it, at its foot. */
  children?: ReactNode;
}

/** Everything about one item, beside the row that it was opened from; on a phone as a sheet from below. */
export function ItemPopup({ id, anchor, known, onClose, onStep, children }: Props) {
  const popup = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const detail = useQuery(itemQuery(id));
  const item = detail.data ?? known;

  useEffect(() => {
    const element = popup.current;
    const before = document.activeElement;
    element?.showPopover();
    element?.focus({ preventScroll: true });
    return () => {
      if (element?.contains(document.activeElement) && before instanceof HTMLElement) before.focus();
    };
  }, []);

  // Its height changes as more becomes known, and its place with another item.
  const ready = detail.data !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown decides about the size
  useLayoutEffect(() => {
    const element = popup.current;
    if (element === null || anchor === null) return;
    const place = placeBeside(
      anchor.getBoundingClientRect(),
      { width: element.offsetWidth, height: element.offsetHeight },
      { width: innerWidth, height: innerHeight },
    );
    element.style.setProperty('--left', `${place.left}px`);
    element.style.setProperty('--top', `${place.top}px`);
  }, [anchor, id, ready]);

  function onKeyDown(event: KeyboardEvent) {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
    if (by === null || onStep === undefined || (event.target as Element).matches('input, select, summary'))
      return;
    event.preventDefault();
    onStep(by);
  }

  return (
    <div
      ref={popup}
      popover="auto"
      role="dialog"
      aria-labelledby={titleId}
      aria-busy={detail.isPending}
      tabIndex={-1}
      className={styles.popup}
      onToggle={(event) => event.target === popup.current && event.newState === 'closed' && onClose()}
      onKeyDown={onKeyDown}
    >
      {item === undefined ? (
        <div className={styles.empty} id={titleId}>
          {detail.isError ? <FormError text={messageOf(detail.error)} /> : <Skeleton height="120px" />}
        </div>
      ) : (
        <>
          <ItemTitle item={item} titleId={titleId} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className={styles.body} tabIndex={0} aria-labelledby={titleId}>
            <ItemFacts key={item.id} item={item} detail={detail.data} />
            {detail.isError && <FormError text={messageOf(detail.error)} />}
          </section>
        </>
      )}
      {children !== undefined && <div className={styles.foot}>{children}</div>}
    </div>
  );
}
