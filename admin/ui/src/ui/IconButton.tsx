import type { ComponentProps } from 'react';
import { type ButtonKind, buttonClass } from './buttonClass.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.gen.ts';

interface Props extends Omit<ComponentProps<'button'>, 'children'> {
  icon: IconName;
  /** What it does; read out, and shown on hover. */
  label: string;
  kind?: ButtonKind;
  small?: boolean;
}

/** A button that is an icon alone. */
export function IconButton({ icon, label, kind = 'quiet', small, className, ...rest }: Props) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={buttonClass({ kind, small, icon: true, className })}
    >
      <Icon name={icon} />
    </button>
  );
}
