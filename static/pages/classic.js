// The light page: who is where on a small map, a list of players, and what is said. It polls /live and listens to
// /ws/live; no build, no library.
const POLL_MS = 5000;
const RETRY_MS = 5000;
const DRAW_MS = 1000;
const MOST_LINES = 200;

const byId = (id) => document.getElementById(id);
const canvas = byId('map');
const players = new Map();
let world = null;
let chosen = null;

/** Has the page say what is wrong, or nothing. */
function complain(text) {
  byId('wrong').textContent = text;
  byId('wrong').hidden = text === '';
}

async function get(path) {
  const answer = await fetch(path, { headers: { Accept: 'application/json' } });
  if (answer.status === 401) location.assign(`/login?next=${encodeURIComponent('/classic')}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

const number = (value) => (value === null || value === undefined ? '–' : Math.round(value).toLocaleString('en-GB'));
const axis = (value, plus, minus) => `${Math.abs(value).toFixed(1)}${value < 0 ? minus : plus}`;
const isPlaced = ({ ew, ns }) => typeof ew === 'number' && typeof ns === 'number';
const where = (p) => (isPlaced(p) ? `${axis(p.ns, 'N', 'S')} ${axis(p.ew, 'E', 'W')}` : '–');

function cell(text, isNumber = false) {
  const td = document.createElement('td');
  if (isNumber) td.className = 'number';
  td.textContent = text;
  return td;
}

/** A name that is pressed to find its character on the map. */
function nameCell(name) {
  const th = document.createElement('th');
  th.scope = 'row';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'name';
  button.textContent = name;
  button.addEventListener('click', () => {
    chosen = chosen === name ? null : name;
    showPlayers();
    draw();
  });
  th.append(button);
  return th;
}

const rows = new Map();

/** The list, by name; a row stays the same element, so that the focus stays in it. */
function showPlayers() {
  const names = [...players.keys()].sort();
  for (const [name, row] of rows) {
    if (players.has(name)) continue;
    row.remove();
    rows.delete(name);
  }
  for (const [i, name] of names.entries()) {
    const p = players.get(name);
    let row = rows.get(name);
    if (row === undefined) {
      row = document.createElement('tr');
      row.append(nameCell(name), cell(''), cell('', true), cell('', true), cell('', true));
      rows.set(name, row);
    }
    row.querySelector('button').setAttribute('aria-pressed', String(name === chosen));
    const texts = [where(p), number(p.kills_per_hour), number(p.kills), p.health_percentage == null ? '–' : `${Math.round(p.health_percentage)} %`];
    for (const [column, text] of texts.entries()) row.cells[column + 1].textContent = text;
    const there = byId('players').rows[i];
    if (there !== row) byId('players').insertBefore(row, there ?? null);
  }
  byId('said').textContent = names.length === 1 ? 'One character is online.' : `${names.length} characters are online.`;
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The land as it is, once; every fix is drawn over a copy of it. */
function drawLand() {
  const land = document.createElement('canvas');
  land.width = land.height = canvas.width;
  const context = land.getContext('2d');
  const scale = canvas.width / (world.blocks * world.block);
  context.beginPath();
  for (const ring of world.coast) {
    let x = 0;
    let y = 0;
    for (let i = 0; i + 1 < ring.length; i += 2) {
      x += ring[i];
      y += ring[i + 1];
      if (i === 0) context.moveTo(x * world.step * scale, y * world.step * scale);
      else context.lineTo(x * world.step * scale, y * world.step * scale);
    }
    context.closePath();
  }
  context.fillStyle = colour('--line');
  context.fill('evenodd');
  context.fillStyle = colour('--gold') || colour('--text-2');
  context.font = '12px sans-serif';
  for (const [name, kind, ew, ns] of world.places) {
    if (kind === 'town') context.fillText(name, (ew - world.west) * scale + 4, (world.north - ns) * scale + 4);
  }
  return land;
}

let land = null;

function draw() {
  if (world === null) return;
  land ??= drawLand();
  const context = canvas.getContext('2d');
  const scale = canvas.width / (world.blocks * world.block);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(land, 0, 0);
  for (const [name, p] of players) {
    if (!isPlaced(p)) continue;
    const x = (p.ew - world.west) * scale;
    const y = (world.north - p.ns) * scale;
    context.fillStyle = colour(name === chosen ? '--accent' : '--text');
    context.beginPath();
    context.arc(x, y, name === chosen ? 7 : 4, 0, 2 * Math.PI);
    context.fill();
    if (name !== chosen) continue;
    context.font = 'bold 14px sans-serif';
    const atEdge = x > canvas.width * 0.75;
    context.textAlign = atEdge ? 'right' : 'left';
    context.fillText(name, atEdge ? x - 10 : x + 10, y + 5);
  }
}

async function poll() {
  try {
    const live = await get('/live');
    players.clear();
    for (const p of live.players) players.set(p.character_name, p);
    complain('');
    showPlayers();
    draw();
  } catch {
    complain('The site cannot be reached. It is asked again every few seconds.');
  }
  setTimeout(poll, POLL_MS);
}

/** One line of chat; the reader who has scrolled up is left where he is. */
function say({ character_name: who, text }) {
  const box = byId('chat');
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  const line = document.createElement('p');
  const name = document.createElement('b');
  name.textContent = `${who}: `;
  line.append(name, text);
  box.append(line);
  while (box.childElementCount > MOST_LINES) box.firstElementChild.remove();
  if (atEnd) box.scrollTop = box.scrollHeight;
}

let drawing = false;

/** Moves are drawn once a second, however many come. */
function moved() {
  if (drawing) return;
  drawing = true;
  setTimeout(() => {
    drawing = false;
    draw();
  }, DRAW_MS);
}

function take(event) {
  if (event.type === 'chat') say(event);
  else if (event.type === undefined && isPlaced(event) && players.has(event.character_name)) {
    Object.assign(players.get(event.character_name), { ew: event.ew, ns: event.ns });
    moved();
  }
}

function listen() {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/live`);
  socket.addEventListener('open', () =>
    socket.send(JSON.stringify({ type: 'subscribe', message_types: ['telemetry', 'chat'], batch_ms: 1000 })),
  );
  socket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(data);
    for (const event of frame.type === 'batch' ? frame.events : [frame]) take(event);
  });
  socket.addEventListener('close', () => setTimeout(listen, RETRY_MS));
}

get('/map/dereth.json').then(
  (loaded) => {
    world = loaded;
    draw();
  },
  () => complain('The map could not be read.'),
);
poll();
listen();
