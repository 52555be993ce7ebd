import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorsOf, messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { FormError } from '../ui/FormError.tsx';
import { TextField } from '../ui/TextField.tsx';
import { showToast } from '../ui/toasts.ts';
import { changeCharacter, type OwnedCharacter, ownersQuery } from './owners.ts';

/** Gives a character another name, as after a change of it in the game. */
export function RenameDialog({ character, onClose }: { character: OwnedCharacter; onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState(character.name);
  const rename = useMutation({
    mutationFn: () => changeCharacter(character.id, { name: name.trim() }),
    onSuccess: () => {
      showToast(`${character.name} is ${name.trim()} now.`, { tone: 'ok' });
      void queries.invalidateQueries({ queryKey: ownersQuery.queryKey });
      onClose();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!rename.isPending) rename.mutate();
  }

  return (
    <Dialog title={`Rename ${character.name}`} onClose={onClose}>
      <form onSubmit={submit}>
        <TextField
          label="Name"
          hint="Exactly as in the game. All that is stored goes over to it."
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={errorsOf(rename.error).name}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <FormError text={rename.isError ? messageOf(rename.error, ['name']) : ''} />
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            kind="main"
            busy={rename.isPending}
            disabled={name.trim() === '' || name.trim() === character.name}
          >
            Rename
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
