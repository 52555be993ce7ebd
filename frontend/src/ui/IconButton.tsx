import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { type ButtonKind, buttonClass } from './buttonClass.ts';

interface Props extends Omit<ComponentProps<'button'>, 'children'> {
  icon: LucideIcon;
  /** What it does; read out, and shown on hover. */
  label: string;
  kind?: ButtonKind;
  small?: boolean;
}

/** A button that is an icon alone. */
export function IconButton({ icon: Icon, label, kind = 'quiet', small, className, ...rest }: Props) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={buttonClass({ kind, small, icon: true, className })}
    >
      <Icon size={small ? 16 : 18} aria-hidden="true" />
    </button>
  );
}
