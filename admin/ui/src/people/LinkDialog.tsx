import { people as words } from '../text/people.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useBase } from '../ui/router.tsx';
import { Secret } from '../ui/Secret.tsx';
import type { SentLink } from './PeoplePage.tsx';

/** Shows a link once, by which somebody chooses a password. */
export function LinkDialog({ link, onClose }: { link: SentLink; onClose: () => void }) {
  const base = useBase();
  return (
    <Dialog
      sticky
      icon="link"
      title={words.link}
      onClose={onClose}
      foot={
        <Button kind="main" onClick={onClose}>
          {words.done}
        </Button>
      }
    >
      <p>{words.linkOnce(link.name)}</p>
      <Secret label={words.link} value={`${location.origin}${base}/welcome#${link.token}`} />
    </Dialog>
  );
}
