import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { fakeServer, ok } from '../test/fakeServer.ts';
import { renderPage } from '../test/renderPage.tsx';
import { FIRST_FORM, type SuitForm } from './form.ts';
import { GoalsColumn } from './GoalsColumn.tsx';

let form: SuitForm = FIRST_FORM;

function Column() {
  const [now, setNow] = useState(FIRST_FORM);
  form = now;
  return (
    <GoalsColumn
      form={now}
      onChange={setNow}
      sets={[
        { id: 13, name: "Soldier's Set", pieces: 20 },
        { id: 16, name: "Defender's Set", pieces: 10 },
        { id: 19, name: 'Hearty Set', pieces: 0 },
      ]}
      best={null}
      over={false}
      reachable={3039}
      errors={{ want: 'At most 128 wishes.' }}
      busy={false}
      again={false}
      onSearch={() => undefined}
    />
  );
}

test('goals are ordered by the keyboard, and say where they are', async () => {
  const user = userEvent.setup();
  renderPage(<Column />);
  screen.getByRole('button', { name: /^Ratings, 3 of 3/ }).focus();
  await user.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}');
  expect(form.order).toEqual(['ratings', 'cantrips', 'armor']);
  expect(screen.getByText('Ratings: 1 of 3')).toBeTruthy();
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Ratings, 1 of 3/);
});

test('two sets of at least five and four, and no other', async () => {
  const user = userEvent.setup();
  renderPage(<Column />);
  expect(screen.queryByLabelText('No other set')).toBeNull();
  await user.selectOptions(screen.getByLabelText('First set'), '13');
  await user.selectOptions(screen.getByLabelText('Second set'), '16');
  await user.click(screen.getByLabelText('No other set'));
  await user.selectOptions(screen.getByLabelText('First set, at most'), '6');
  expect(form).toMatchObject({
    primary: { set: 13, min: 5, max: 6 },
    secondary: { set: 16, min: 4, max: null },
    exclusiveSets: true,
  });
  const offered = [...screen.getByLabelText('Second set').querySelectorAll('option')];
  expect(offered.map(({ textContent }) => textContent)).toEqual(['no second set', "Defender's (10)"]);
});

test('cantrips are chosen by family and tier', async () => {
  fakeServer({
    'GET /suitbuilder/cantrips': ok({
      families: [{ family: 261, name: 'Strength', pieces: { minor: 9, epic: 3 } }],
    }),
  });
  const user = userEvent.setup();
  renderPage(<Column />);
  expect(screen.getByRole('alert').textContent).toContain('At most 128 wishes.');
  await user.click(screen.getByRole('button', { name: 'Choose cantrips one by one' }));
  await user.click(await screen.findByRole('radio', { name: 'Epic, 3 pieces' }));
  await user.click(screen.getByRole('button', { name: 'Strength: must have' }));
  await user.selectOptions(screen.getByLabelText('Strength: weight'), '4');
  expect(form.wishes).toEqual([{ family: 'Strength', tier: 'epic', must: true, weight: 4 }]);
  await user.click(screen.getByRole('radio', { name: 'Not wished for' }));
  expect(form.wishes).toEqual([]);
});
