// The suit builder, in a page that needs no build. The address names the run, so that it can be shared.
const at = (id) => document.getElementById(id);
const form = at('ask');
const API = '/inv/suitbuilder';
let run = null;
let source = null;
let suits = [];
let bound = null;
let answer = null;
let shown = 0;

/** An answer of the site as JSON; without a session the way leads to the sign-in form and back. */
async function ask(path, options = {}) {
  const response = await fetch(`${API}/${path}`, {
    ...options,
    headers: { Accept: 'application/json', ...(options.body && { 'Content-Type': 'application/json' }) },
  });
  if (response.status === 401) {
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
    return new Promise(() => {});
  }
  const text = await response.text();
  const body = text === '' ? null : JSON.parse(text);
  if (!response.ok) {
    throw new Error(Object.values(body?.errors ?? {}).join(' ') || body?.detail || body?.title || 'The site failed.');
  }
  return body;
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  if (className !== undefined) made.className = className;
  return made;
}

const count = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u2009');
const words = (slot) => slot.replaceAll('_', ' ').replaceAll('+', ', ');

/** A tick with words and a number behind it. */
function tick(value, text, number, checked) {
  const label = element('label');
  const box = element('input');
  box.type = 'checkbox';
  box.value = value;
  box.checked = checked;
  label.append(box, text, element('small', number));
  const item = element('li');
  item.append(label);
  return item;
}

const boxes = (list) => [...at(list).querySelectorAll('input')];

/** What the form asks. */
function request() {
  const { wearer, tier, armor_floor, top, exclusive_sets } = form.elements;
  const rule = (name) => {
    const set = Number(form.elements[name].value);
    return set === 0 ? {} : { [name]: { set, min: Number(form.elements[`${name}_min`].value) } };
  };
  const rules = { ...rule('primary'), ...rule('secondary') };
  const without = boxes('owners').filter((box) => !box.checked).map((box) => box.value);
  return {
    ...(wearer.value !== '' && { wearer: wearer.value }),
    want: boxes('wishes').filter((box) => box.checked).map((box) => `${tier.value} ${box.value}`),
    ...rules,
    ...(exclusive_sets.checked && Object.keys(rules).length > 0 && { exclusive_sets: true }),
    ...(without.length > 0 && { without }),
    ...(Number(armor_floor.value) > 0 && { armor_floor: Number(armor_floor.value) }),
    top: Number(top.value),
  };
}

/** Puts a run's question back into the form. */
function fill(question) {
  const { elements } = form;
  elements.wearer.value = question.wearer ?? '';
  elements.exclusive_sets.checked = question.exclusive_sets ?? false;
  elements.armor_floor.value = question.armor_floor ?? 0;
  elements.top.value = question.top || 10;
  for (const name of ['primary', 'secondary']) {
    elements[name].value = question[name]?.set ?? '';
    if (question[name]) elements[`${name}_min`].value = question[name].min ?? 0;
  }
  const wanted = (question.want ?? []).map((wish) => (typeof wish === 'string' ? wish : wish.cantrip));
  if (wanted.length > 0) elements.tier.value = wanted[0].split(' ')[0];
  const families = new Set(wanted.map((wish) => wish.slice(wish.indexOf(' ') + 1)));
  for (const box of boxes('wishes')) box.checked = families.has(box.value);
  for (const box of boxes('owners')) box.checked = !(question.without ?? []).includes(box.value);
  saidOwners();
}

function saidOwners() {
  const all = boxes('owners');
  const out = all.filter((box) => !box.checked).length;
  at('owners-said').textContent = out === 0 ? "everybody's" : `${all.length - out} of ${all.length}`;
}

function proof(state, className, rest = '') {
  at('proof').replaceChildren(element('strong', state, className), rest === '' ? '' : ` · ${rest}`);
}

/** Says how sure the best suit is. */
function sayProof(over) {
  const best = suits[0];
  if (answer?.infeasible) return proof('No suit keeps the rules', 'short', answer.infeasible.why);
  if (!best) return proof(over ? 'Stopped before the first suit' : 'Searching', over ? 'short' : 'open');
  const score = `${best.covered} of ${best.wanted} wishes, armour ${count(best.armor_level)}`;
  const gap = bound ? bound.covered - best.covered : null;
  const least = bound && gap === 0 ? bound.armor_level - best.armor_level : null;
  if (answer?.proven || (gap === 0 && least === 0)) return proof('Proven best', '', score);
  const possible = gap > 0 ? `at most ${gap} more wishes possible` : least > 0 ? `at most ${count(least)} more armour possible` : '';
  if (over) return proof('Stopped: best so far', 'short', [score, possible].filter(Boolean).join(', '));
  return proof(gap > 0 ? `Within ${gap} of best, still searching` : 'Still searching', 'open', score);
}

function showSuits() {
  at('found').hidden = suits.length === 0 && !answer?.infeasible;
  at('suits').replaceChildren(
    ...suits.map((suit, index) => {
      const row = element('tr');
      if (index === shown) row.setAttribute('aria-current', 'true');
      const head = element('th');
      head.scope = 'row';
      const pick = element('button', `Suit ${index + 1}`);
      pick.type = 'button';
      pick.addEventListener('click', () => {
        shown = index;
        showSuits();
        at('suits').querySelectorAll('button')[index].focus();
      });
      head.append(pick);
      row.append(
        head,
        element('td', `${suit.covered} / ${suit.wanted}`, 'number'),
        element('td', suit.sets.map((set) => `${set.count} ${set.name}`).join(', ')),
        element('td', count(suit.armor_level), 'number'),
        element('td', suit.owners, 'number'),
        element('td', suit.reductions, 'number'),
      );
      return row;
    }),
  );
  const suit = suits[shown];
  at('suit-name').textContent = `Suit ${shown + 1}`;
  at('pieces').replaceChildren(
    ...(suit?.items ?? []).map((piece) => {
      const row = element('tr');
      const head = element('th', words(piece.slots.join('+')));
      head.scope = 'row';
      row.append(
        head,
        element('td', piece.reduced ? `${piece.name} (reduced)` : piece.name),
        element('td', piece.armor_level || '', 'number'),
        element('td', piece.cantrips.map((cantrip) => cantrip.label).join(', '), 'long'),
        element('td', piece.owner),
      );
      return row;
    }),
  );
  // Only the best suit is explained.
  at('fetch-part').hidden = shown !== 0 || answer === null;
}

const fetchLines = (group) => [
  ...group.items.map((item) => `${item.name} (${words(item.slot)})`),
  ...group.reduce.map((cut) => `reduce ${cut.name} to ${words(cut.to)} with an ${cut.tool}`),
];

function showAnswer() {
  at('fetch').replaceChildren(
    ...answer.fetch.map((group) => {
      const item = element('li');
      const label = element('label');
      const box = element('input');
      box.type = 'checkbox';
      const where = [group.place, group.online ? 'online' : ''].filter(Boolean).join(', ');
      label.append(box, where === '' ? group.owner : `${group.owner} (${where})`);
      item.append(label, ...fetchLines(group).map((line, i) => element('p', line, i < group.items.length ? '' : 'reduce')));
      return item;
    }),
  );
  const explained = [
    ...(answer.infeasible ? [{ title: 'What would help', why: '', relax: answer.infeasible.relax }] : []),
    ...answer.unmet.map((unmet) => ({ title: `${unmet.wish} is missing`, why: unmet.why, relax: unmet.relax })),
  ];
  at('unmet').replaceChildren(
    ...explained.flatMap(({ title, why, relax }) => [
      element('h3', title),
      element('p', why),
      ...relax.map(({ label, gain, change }) => {
        const button = element('button', gain ? `${label}: ${gain}` : label);
        button.type = 'button';
        button.addEventListener('click', () => begin({ ...run.request, ...change }));
        return button;
      }),
    ]),
  );
}

function end(state, ended) {
  source?.close();
  source = null;
  at('stop').hidden = true;
  answer = ended;
  if (ended !== null) {
    suits = ended.suits;
    bound = ended.upper_bound;
    showAnswer();
  }
  if (state === 'failed') blame(new Error('The search failed.'));
  showSuits();
  sayProof(true);
}

/** Follows a run's stream; a broken connection is taken up again by the browser. */
function follow(id) {
  source?.close();
  source = new EventSource(`${API}/search/${id}`);
  at('stop').hidden = false;
  const on = (name, act) =>
    source.addEventListener(name, (event) => {
      // The connection's own errors carry nothing.
      if (event.data) act(JSON.parse(event.data));
    });
  on('phase', ({ name, ahead }) => {
    if (name === 'queued') proof('Queued', 'open', ahead > 0 ? `${ahead} runs are ahead of it` : '');
    else sayProof(false);
  });
  on('suit', ({ rank, suit }) => {
    suits[Math.min(rank - 1, suits.length)] = suit;
    showSuits();
    sayProof(false);
  });
  on('bound', ({ upper }) => {
    bound = upper;
    sayProof(false);
  });
  on('done', ({ state, answer: ended }) => end(state, ended));
  on('error', ({ title }) => {
    end('failed', null);
    blame(new Error(title));
  });
}

function blame({ message }) {
  at('wrong').textContent = message;
  at('wrong').hidden = false;
}

function forget() {
  [suits, bound, answer, shown] = [[], null, null, 0];
  at('wrong').hidden = true;
  showSuits();
}

/** Begins a run; a change that is null takes the default. */
async function begin(question) {
  const asked = Object.fromEntries(Object.entries(question).filter(([, value]) => value !== null));
  forget();
  proof('Starting', 'open');
  try {
    const { id } = await ask('search', { method: 'POST', body: JSON.stringify(asked) });
    history.pushState(null, '', `?run=${id}`);
    run = { id, request: asked };
    fill(asked);
    follow(id);
  } catch (error) {
    proof('', '');
    blame(error);
  }
}

/** Shows the run that the address names. */
async function open() {
  const id = new URLSearchParams(location.search).get('run');
  source?.close();
  at('stop').hidden = true;
  forget();
  proof('', '');
  if (id === null) return;
  try {
    run = await ask(`search/${encodeURIComponent(id)}`);
    fill(run.request);
    if (run.state === 'queued' || run.state === 'running') follow(id);
    else end(run.state, run.answer);
  } catch (error) {
    blame(error);
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  begin(request());
});
at('stop').addEventListener('click', () => ask(`search/${run.id}`, { method: 'DELETE' }).catch(blame));
at('owners').addEventListener('change', saidOwners);
at('copy').addEventListener('click', async () => {
  const text = answer.fetch.map((group) => [group.owner, ...fetchLines(group).map((line) => `  ${line}`)].join('\n')).join('\n');
  try {
    await navigator.clipboard.writeText(text);
    at('copy').textContent = 'Copied';
  } catch {
    blame(new Error('The browser does not let the page copy.'));
  }
});
addEventListener('popstate', open);

try {
  const [{ characters }, { sets }, { families }] = await Promise.all([ask('characters'), ask('sets'), ask('cantrips')]);
  for (const { name } of characters) {
    form.elements.wearer.append(new Option(name, name));
    at('owners').append(tick(name, name, '', true));
  }
  for (const { id, name, pieces } of sets.filter((set) => set.pieces > 0)) {
    for (const list of ['primary', 'secondary']) form.elements[list].append(new Option(`${name} (${pieces})`, id));
  }
  for (const { name, pieces } of families) {
    at('wishes').append(tick(name, name, count(Object.values(pieces).reduce((sum, n) => sum + n, 0)), false));
  }
} catch (error) {
  blame(error);
}
open();
