import { ICONS, type IconName } from './icons.gen.ts';
import sprite from './icons.svg?no-inline';

interface Props {
  name: IconName;
  /** Pixels. */
  size?: number;
  className?: string | undefined;
}

/** A drawing beside a word; who cannot see it misses nothing. */
export function Icon({ name, size = 16, className }: Props) {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={size > 20 ? 1.5 : 1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <use href={`${sprite}#${name}`} />
    </svg>
  );
}

/** The icon that a schema names, or another where there is none of that name. */
export function iconNamed(name: string | undefined, otherwise: IconName = 'database'): IconName {
  return ICONS.find((icon) => icon === name) ?? otherwise;
}
