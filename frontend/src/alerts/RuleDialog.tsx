import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorsOf, messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { FormError } from '../ui/FormError.tsx';
import { focusFirstInvalid } from '../ui/forms.ts';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { type Rule, type RuleForm, saveRule } from './alerts.ts';
import { isKind, KINDS, kindFacts } from './kinds.ts';
import styles from './RuleDialog.module.css';
import { clock, lasting, minuteOf, newRule, sentence } from './words.ts';

interface Props {
  /** Without one a new rule is made. */
  rule: Rule | undefined;
  onClose: () => void;
  onSaved: (rule: Rule) => void;
}

const GRACES = [0, 30, 60, 120, 180, 300, 600, 900, 1_800, 3_600];
const COOLDOWNS = [0, 300, 900, 1_800, 3_600, 14_400, 86_400];
const GROUPS = [0, 30, 60, 300, 900];
const FIELDS = [
  'name',
  'character_name',
  'char_tag',
  'threshold',
  'quiet_from_minute',
  'quiet_to_minute',
  'quiet_zone',
];

/** The editor of a rule; what it says so far stands below it, in a sentence. */
export function RuleDialog({ rule, onClose, onSaved }: Props) {
  const [form, setForm] = useState<RuleForm>(() => rule ?? newRule(ownZone()));
  const save = useMutation({ mutationFn: (to: RuleForm) => saveRule(rule?.id, to), onSuccess: onSaved });
  const refused = errorsOf(save.error);
  const [missing, setMissing] = useState(false);
  const set = (change: Partial<RuleForm>) => {
    if (save.isError) save.reset(); // what was wrong may be right now
    setForm({ ...form, ...change });
  };
  const facts = kindFacts[form.kind];

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const target = event.currentTarget;
    const named = form.name.trim() !== '';
    setMissing(!named);
    if (!named) {
      focusFirstInvalid(target);
      return;
    }
    save.mutate(asked(form), { onError: () => focusFirstInvalid(target) });
  }

  return (
    <Dialog title={rule === undefined ? 'New rule' : `Change “${rule.name}”`} onClose={onClose} wide>
      <form className={styles.form} onSubmit={submit} noValidate>
        <div className={styles.two}>
          <TextField
            label="Name"
            value={form.name}
            maxLength={64}
            autoComplete="off"
            data-autofocus
            error={missing && form.name.trim() === '' ? 'Is missing.' : refused.name}
            onChange={(event) => set({ name: event.target.value })}
          />
          <SelectField
            label="Watch for"
            value={form.kind}
            onChange={(event) =>
              isKind(event.target.value) && set({ kind: event.target.value, threshold: null })
            }
          >
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {kindFacts[kind].label}
              </option>
            ))}
          </SelectField>
        </div>
        {facts.service !== true && (
          <div className={styles.two}>
            <TextField
              label="Character"
              value={form.character_name}
              maxLength={64}
              autoComplete="off"
              placeholder="Anyone"
              hint="* stands for any letters: Mule*"
              error={refused.character_name}
              onChange={(event) => set({ character_name: event.target.value })}
            />
            <TextField
              label="Tag"
              value={form.char_tag}
              maxLength={64}
              autoComplete="off"
              placeholder="Any"
              error={refused.char_tag}
              onChange={(event) => set({ char_tag: event.target.value })}
            />
          </div>
        )}
        <div className={styles.two}>
          {facts.counts !== undefined && (
            <TextField
              label={facts.counts.label}
              type="number"
              min={0}
              value={form.threshold ?? ''}
              placeholder={String(facts.counts.usual)}
              error={refused.threshold}
              onChange={(event) =>
                set({ threshold: event.target.value === '' ? null : Number(event.target.value) })
              }
            />
          )}
          {form.kind === 'rare' && (
            <SelectField
              label="Tier"
              value={form.rare_tier ?? ''}
              onChange={(event) => set({ rare_tier: tier(event.target.value) })}
            >
              <option value="">All</option>
              <option value="common">Common</option>
              <option value="great">Great</option>
            </SelectField>
          )}
          {facts.moment !== true && (
            <Lengths
              label="Once it has held for"
              none="no time at all"
              lengths={GRACES}
              value={form.grace_seconds}
              onChange={(value) => set({ grace_seconds: value })}
            />
          )}
          <Lengths
            label="Then silent for"
            none="no time at all"
            lengths={COOLDOWNS}
            value={form.cooldown_seconds}
            onChange={(value) => set({ cooldown_seconds: value })}
          />
          <Lengths
            label="One message for all within"
            none="each its own"
            lengths={GROUPS}
            value={form.group_seconds}
            onChange={(value) => set({ group_seconds: value })}
          />
        </div>
        <div className={styles.three}>
          <TextField
            label="Quiet from"
            type="time"
            value={form.quiet_from_minute === null ? '' : clock(form.quiet_from_minute)}
            error={refused.quiet_from_minute}
            onChange={(event) => set({ quiet_from_minute: minuteOf(event.target.value) })}
          />
          <TextField
            label="Quiet until"
            type="time"
            value={form.quiet_to_minute === null ? '' : clock(form.quiet_to_minute)}
            error={refused.quiet_to_minute}
            onChange={(event) => set({ quiet_to_minute: minuteOf(event.target.value) })}
          />
          <TextField
            label="Time zone"
            value={form.quiet_zone}
            autoComplete="off"
            spellCheck={false}
            error={refused.quiet_zone}
            onChange={(event) => set({ quiet_zone: event.target.value })}
          />
        </div>
        <div className={styles.two}>
          <Checkbox
            label="Post to Discord"
            hint="Where a webhook is set."
            checked={form.post}
            onChange={(event) => set({ post: event.target.checked })}
          />
          <Checkbox
            label="Switched on"
            checked={form.enabled}
            onChange={(event) => set({ enabled: event.target.checked })}
          />
        </div>
        <p className={styles.sentence} aria-live="polite">
          {sentence(form)}
        </p>
        {save.isError && <FormError text={messageOf(save.error, FIELDS)} />}
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="main" busy={save.isPending}>
            {rule === undefined ? 'Add rule' : 'Save'}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

interface LengthsProps {
  label: string;
  none: string;
  lengths: readonly number[];
  value: number;
  onChange: (seconds: number) => void;
}

/** One of the usual lengths of time, and the rule's own where it is none of them. */
function Lengths({ label, none, lengths, value, onChange }: LengthsProps) {
  const offered = [...new Set([...lengths, value])].sort((a, b) => a - b);
  return (
    <SelectField label={label} value={value} onChange={(event) => onChange(Number(event.target.value))}>
      {offered.map((seconds) => (
        <option key={seconds} value={seconds}>
          {seconds === 0 ? none : lasting(seconds)}
        </option>
      ))}
    </SelectField>
  );
}

function tier(text: string): RuleForm['rare_tier'] {
  return text === 'common' || text === 'great' ? text : null;
}

/** What the server is asked for: only what the kind has. */
function asked(form: RuleForm): RuleForm {
  const facts = kindFacts[form.kind];
  return {
    name: form.name.trim(),
    kind: form.kind,
    enabled: form.enabled,
    character_name: facts.service === true ? '' : form.character_name.trim(),
    char_tag: facts.service === true ? '' : form.char_tag.trim(),
    threshold: facts.counts === undefined ? null : form.threshold,
    rare_tier: form.kind === 'rare' ? form.rare_tier : null,
    grace_seconds: facts.moment === true ? 0 : form.grace_seconds,
    cooldown_seconds: form.cooldown_seconds,
    group_seconds: form.group_seconds,
    quiet_from_minute: form.quiet_from_minute,
    quiet_to_minute: form.quiet_to_minute,
    quiet_zone: form.quiet_zone.trim(),
    post: form.post,
  };
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}
