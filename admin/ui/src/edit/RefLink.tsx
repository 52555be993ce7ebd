import { useAdmin } from '../api/context.ts';
import { typeOf } from '../api/schema.ts';
import type { Ref } from '../api/types.ts';
import { forms } from '../text/forms.ts';
import { buttonClass } from '../ui/buttonClass.ts';
import { Icon } from '../ui/Icon.tsx';
import { Link } from '../ui/router.tsx';

/** Leads to the row that an edge leads to, where it may be seen. */
export function RefLink({ slug, to }: { slug: string; to: Ref | null | undefined }) {
  const { meta } = useAdmin();
  if (!to || typeOf(meta, slug) === undefined) return null;
  const label = forms.open(to.label || to.id);
  return (
    <Link
      href={`/${slug}/${encodeURIComponent(to.id)}`}
      className={buttonClass({ kind: 'quiet', icon: true })}
      aria-label={label}
      title={label}
    >
      <Icon name="chevron-right" />
    </Link>
  );
}
