import { useMutation } from '@tanstack/react-query';
import { messageOf } from '../api/problem.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { changeUser, type NewInvitation, removeUser, resetUser, type User } from './users.ts';

/** What is asked about a user before it is done. */
export type Question = 'make-admin' | 'reset' | 'reset-totp' | 'remove';

interface Props {
  question: Question;
  user: User;
  onClose: () => void;
  /** It is done; with the link where there is one, and a sentence to tell. */
  onDone: (told: string, link?: NewInvitation) => void;
}

export function UserDialogs({ question, user, onClose, onDone }: Props) {
  const work = useMutation({
    mutationFn: async (): Promise<NewInvitation | undefined> => {
      if (question === 'reset') return resetUser(user.id);
      if (question === 'remove') await removeUser(user.id);
      else await changeUser(user.id, question === 'make-admin' ? { is_admin: true } : { reset_totp: true });
      return undefined;
    },
    onSuccess: (link) => onDone(texts[question].done(user.username), link),
  });
  const text = texts[question];
  return (
    <ConfirmDialog
      title={text.title(user.username)}
      text={text.about}
      action={text.action}
      danger={question === 'remove' || question === 'reset-totp'}
      {...(question === 'remove' && { typed: user.username })}
      busy={work.isPending}
      error={work.isError ? messageOf(work.error) : ''}
      onConfirm={() => work.mutate()}
      onClose={onClose}
    />
  );
}

const texts: Record<
  Question,
  { title: (name: string) => string; about: string; action: string; done: (name: string) => string }
> = {
  'make-admin': {
    title: (name) => `Make ${name} an admin`,
    about: 'Admins see everything, tells included, and may add, change and remove users: you too.',
    action: 'Make admin',
    done: (name) => `${name} is an admin now.`,
  },
  reset: {
    title: (name) => `New password for ${name}`,
    about:
      'You get a link that works once, for choosing a new password. The old password and all sessions go on until it is used.',
    action: 'Make the link',
    done: (name) => `A link for ${name} is made.`,
  },
  'reset-totp': {
    title: (name) => `Turn off two-step for ${name}`,
    about:
      'For a lost phone. The password alone opens the account until it is set up again. Be sure who asks you.',
    action: 'Turn off',
    done: (name) => `Two-step sign-in of ${name} is off.`,
  },
  remove: {
    title: (name) => `Remove ${name}`,
    about:
      'The account and its sessions go, and with them what it may see. The characters and their history stay. This cannot be undone.',
    action: 'Remove',
    done: (name) => `${name} is removed.`,
  },
};
