// The search over all items, in a page that needs no build. The address holds the search, so that it can be shared.
const at = (id) => document.getElementById(id);
const form = at('search');
const rows = at('rows');
const more = at('more');
const PAGE = 100;
/** Told apart from the answer to an earlier search that comes late. */
let asked = 0;
let cursor = null;

/** An answer of the site as JSON; without a session the way leads to the sign-in form and back. */
async function ask(path) {
  const response = await fetch(path, { headers: { Accept: 'application/json' } });
  if (response.status === 401) {
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
    return new Promise(() => {});
  }
  const body = await response.json();
  if (!response.ok) throw Object.assign(new Error(body.detail ?? body.title), { problem: body });
  return body;
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  if (className !== undefined) made.className = className;
  return made;
}

const count = (n) => (n === null || n === undefined ? '' : n.toLocaleString('en-GB').replaceAll(',', '\u2009'));

function rowOf(item) {
  const row = element('tr');
  const head = element('th');
  head.scope = 'row';
  const name = element('button', item.stack_count > 1 ? `${item.name} × ${count(item.stack_count)}` : item.name);
  name.type = 'button';
  name.addEventListener('click', () => open(item));
  head.append(name);
  const owner = element('td', item.character_name);
  if (item.worn) owner.append(' ', element('span', 'worn', 'worn'));
  row.append(
    head,
    owner,
    element('td', count(item.armor_level), 'number'),
    element('td', count(item.max_damage), 'number'),
    element('td', item.workmanship === null ? '' : String(Math.round(item.workmanship * 100) / 100), 'number'),
    element('td', count(item.wield_level), 'number'),
    element('td', item.set?.name),
    element('td', item.cantrips.map((cantrip) => cantrip.label).join(', '), 'long'),
    element('td', count(item.value), 'number'),
  );
  return row;
}

/** Everything that is known of an item, as the game's properties. */
async function open(item) {
  at('item-name').textContent = item.name;
  at('item-where').textContent = `${item.worn ? 'Worn by' : 'In a pack of'} ${item.character_name}`;
  at('item-facts').replaceChildren();
  at('item').showModal();
  try {
    const { properties, spells } = await ask(`/inv/search/items/${item.id}`);
    const facts = [...properties.map((p) => [p.name, p.value]), ...spells.map((s) => [s.active ? 'Cast on it' : 'Spell', s.name])];
    at('item-facts').replaceChildren(...facts.flatMap(([name, value]) => [element('dt', name), element('dd', value)]));
  } catch (error) {
    at('item-where').textContent = error.message;
  }
}

function query() {
  const wanted = new URLSearchParams();
  for (const name of ['q', 'character', 'worn', 'sort']) {
    const value = form.elements[name].value.trim();
    if (value !== '') wanted.set(name, value);
  }
  return wanted;
}

/** The search's address at the site: "-value" is the greatest value first. */
function searchPath(wanted, after) {
  const search = new URLSearchParams(wanted);
  const sort = search.get('sort') ?? 'name';
  search.set('sort', sort.replace('-', ''));
  search.set('direction', sort.startsWith('-') ? 'desc' : 'asc');
  search.set('limit', PAGE);
  if (after !== null) search.set('cursor', after);
  return `/inv/search/items?${search}`;
}

/** Says what is wrong with a search, with the place in it underlined. */
function blame({ message, problem }) {
  const wrong = at('wrong');
  const text = form.elements.q.value.trim();
  const place = problem?.at;
  wrong.replaceChildren(problem?.errors?.q ?? message);
  if (place) {
    wrong.append(': ', text.slice(0, place.from), element('mark', text.slice(place.from, place.to) || ' '), text.slice(place.to));
  }
  wrong.hidden = false;
}

async function search(after = null) {
  asked += 1;
  const mine = asked;
  at('wrong').hidden = true;
  try {
    const found = await ask(searchPath(query(), after));
    if (mine !== asked) return;
    if (after === null) rows.replaceChildren();
    rows.append(...found.items.map(rowOf));
    cursor = found.next_cursor;
    more.hidden = !cursor;
    at('said').textContent = `${count(found.total)}${found.total_capped ? ' or more' : ''} found, ${count(rows.childElementCount)} shown`;
  } catch (error) {
    if (mine !== asked) return;
    rows.replaceChildren();
    more.hidden = true;
    at('said').textContent = '';
    blame(error);
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const wanted = query();
  history.pushState(null, '', wanted.size === 0 ? location.pathname : `${location.pathname}?${wanted}`);
  search();
});
more.addEventListener('click', () => search(cursor));

/** Fills the form from the address, and searches. */
function read() {
  const given = new URLSearchParams(location.search);
  for (const name of ['q', 'character', 'worn', 'sort']) form.elements[name].value = given.get(name) ?? '';
  search();
}
addEventListener('popstate', read);

try {
  const { characters } = await ask('/inv/inventory-characters');
  for (const name of characters) form.elements.character.append(new Option(name, name));
} catch (error) {
  blame(error);
}
read();
