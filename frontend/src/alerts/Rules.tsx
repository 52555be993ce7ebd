import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { showToast } from '../ui/toasts.ts';
import { muteRule, type Posting, type Rule, removeRule, rulesQuery, saveRule, testRule } from './alerts.ts';
import { MuteDialog } from './MuteDialog.tsx';
import { type RuleAction, RuleCard } from './RuleCard.tsx';
import { RuleDialog } from './RuleDialog.tsx';
import styles from './Rules.module.css';

type Open = { dialog: 'edit'; rule?: Rule } | { dialog: 'mute' | 'remove'; rule: Rule };

const HOUR_MS = 3_600_000;

/** What is watched for. */
export function Rules({
  rules,
  posting,
  admin,
}: {
  rules: readonly Rule[];
  posting: Posting;
  admin: boolean;
}) {
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const done = {
    onError: (error: unknown) => showToast(messageOf(error), { tone: 'danger' as const }),
    onSettled: () => queries.invalidateQueries({ queryKey: rulesQuery.queryKey }),
  };
  const mute = useMutation({
    mutationFn: ({ rule, until }: { rule: Rule; until: Date | null }) =>
      muteRule(rule.id, until?.toISOString() ?? null),
    ...done,
  });
  const turn = useMutation({
    mutationFn: ({
      id,
      muted_until: _,
      created_at: __,
      updated_at: ___,
      last_fired_at: ____,
      ...rule
    }: Rule) => saveRule(id, { ...rule, enabled: !rule.enabled }),
    ...done,
  });
  const remove = useMutation({
    mutationFn: (rule: Rule) => removeRule(rule.id),
    onSuccess: () => setOpen(null),
    onSettled: done.onSettled,
  });
  const test = useMutation({
    mutationFn: (rule: Rule) => testRule(rule.id),
    onSuccess: ({ posting: now }, rule) =>
      showToast(tested(rule, now), { tone: now.state === 'refused' ? 'danger' : 'ok' }),
    onError: done.onError,
    onSettled: () => queries.invalidateQueries({ queryKey: ['alerts', 'log'] }),
  });

  function act(action: RuleAction, rule: Rule) {
    switch (action) {
      case 'edit':
        setOpen({ dialog: 'edit', rule });
        break;
      case 'test':
        test.mutate(rule);
        break;
      case 'mute-1':
        mute.mutate({ rule, until: new Date(Date.now() + HOUR_MS) });
        break;
      case 'mute-8':
        mute.mutate({ rule, until: new Date(Date.now() + 8 * HOUR_MS) });
        break;
      case 'mute-until':
        setOpen({ dialog: 'mute', rule });
        break;
      case 'unmute':
        mute.mutate({ rule, until: null });
        break;
      case 'switch':
        turn.mutate(rule);
        break;
      case 'remove':
        setOpen({ dialog: 'remove', rule });
        break;
    }
  }

  return (
    <section aria-labelledby="alert-rules" className={styles.rules}>
      <div className={styles.bar}>
        <h2 id="alert-rules">Rules</h2>
        {admin && (
          <Button small icon={Plus} onClick={() => setOpen({ dialog: 'edit' })}>
            New rule…
          </Button>
        )}
      </div>
      <p className={styles.posting}>{posted(posting)}</p>
      {rules.length === 0 && (
        <EmptyState title="Nothing is watched for" why="Without rules nobody is told anything." />
      )}
      <ul className={styles.list}>
        {rules.map((rule) => (
          <RuleCard key={rule.id} rule={rule} onAct={admin ? (action) => act(action, rule) : undefined} />
        ))}
      </ul>
      {open?.dialog === 'edit' && (
        <RuleDialog
          rule={open.rule}
          onClose={() => setOpen(null)}
          onSaved={(rule) => {
            setOpen(null);
            showToast(`“${rule.name}” is saved.`, { tone: 'ok' });
            void done.onSettled();
          }}
        />
      )}
      {open?.dialog === 'mute' && (
        <MuteDialog
          rule={open.rule}
          onClose={() => setOpen(null)}
          onMute={(until) => {
            mute.mutate({ rule: open.rule, until });
            setOpen(null);
          }}
        />
      )}
      {open?.dialog === 'remove' && (
        <ConfirmDialog
          title={`Remove “${open.rule.name}”`}
          text="Nobody watches for it any more. What it has told stays in the log."
          action="Remove"
          danger
          busy={remove.isPending}
          error={remove.isError ? messageOf(remove.error) : ''}
          onClose={() => setOpen(null)}
          onConfirm={() => remove.mutate(open.rule)}
        />
      )}
    </section>
  );
}

/** How posting to Discord goes, in a sentence. */
function posted(posting: Posting): string {
  switch (posting.state) {
    case 'off':
      return 'Nothing is posted to Discord: DISCORD_ACLOG_WEBHOOK is not set.';
    case 'ok':
      return 'Alerts are posted to Discord.';
    case 'waiting':
      return `${posting.waiting} messages wait for Discord: ${posting.why}.`;
    case 'refused':
      return `Nothing is posted any more. ${posting.why}.`;
  }
}

function tested(rule: Rule, posting: Posting): string {
  if (!rule.post || posting.state === 'off') return `“${rule.name}” has fired a test: see the log.`;
  if (posting.state === 'refused') return posting.why;
  return `“${rule.name}” has fired a test: it is on its way to Discord.`;
}
