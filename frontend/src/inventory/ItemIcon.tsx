import { type CSSProperties, useState } from 'react';
import { cx } from '../ui/cx.ts';
import { type Drawn, glyphOf } from './glyphOf.ts';
import { GLYPHS } from './glyphs.ts';
import styles from './ItemIcon.module.css';
import { useServedIcons } from './servedIcons.ts';
import { aetheriaTint, tintOf } from './tint.ts';

/** What an icon is drawn from: as much of an item as is known. */
export interface IconItem extends Drawn {
  material?: string | null | undefined;
  icon?: number | null | undefined;
  icon_overlay?: number | null | undefined;
  icon_underlay?: number | null | undefined;
  rare?: object | null | undefined;
  imbues?: readonly string[] | null | undefined;
}

interface Props {
  item: IconItem;
  /** Edge in px. */
  size?: number;
  className?: string | undefined;
}

/**
 * An item's picture: the game's own icon where the site has it, else a drawing by class and slot in the colour of the
 * material. Violet behind it is a rare, a corner that it is imbued. The item's name stands beside it or on what it is in.
 */
export function ItemIcon({ item, size = 28, className }: Props) {
  const [missing, setMissing] = useState(false);
  const served = useServedIcons();
  if (served && !missing && item.icon != null) {
    const layers = [item.icon_underlay, item.icon, item.icon_overlay].filter((id) => id != null && id > 0);
    return (
      <span className={cx(styles.icon, className)} style={sizeOf(size)} aria-hidden="true">
        {layers.map((id) => (
          <img
            key={id}
            src={`/icons/${id}.png`}
            alt=""
            width={size}
            height={size}
            loading="lazy"
            decoding="async"
            onError={id === item.icon ? () => setMissing(true) : hide}
          />
        ))}
      </span>
    );
  }
  const [body, lines] = GLYPHS[glyphOf(item)];
  const [chroma, hue] = aetheriaTint(item.slots) ?? tintOf(item.material);
  const imbued = (item.imbues?.length ?? 0) > 0;
  return (
    <svg
      className={cx(styles.glyph, item.rare != null && styles.rare, className)}
      style={{ '--chroma': chroma, '--hue': hue } as CSSProperties}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      {body !== '' && <path d={body} />}
      {lines !== '' && <path className={styles.lines} d={lines} />}
      {imbued && <path className={styles.imbued} d="M17 0h7v7z" />}
    </svg>
  );
}

const sizeOf = (size: number): CSSProperties => ({ inlineSize: size, blockSize: size });

/** An underlay or overlay that is not there leaves the icon as it is. */
function hide(event: { currentTarget: HTMLImageElement }) {
  event.currentTarget.hidden = true;
}
