// A guild of any size for measuring, played to the page in the server's place: every character runs in circles, reports
// where it is every two seconds and how it is every two, in batches of 50 ms.

const REPORT_MS = 2_000;
const BATCH_MS = 50;

function character(i) {
  const angle = i * 2.4;
  const reach = 12 + ((i * 7) % 70);
  return {
    name: `Walker ${i + 1}`,
    ew: Math.cos(angle) * reach,
    ns: Math.sin(angle) * reach,
    radius: 0.6 + (i % 7) * 0.3,
    turn: i,
    kills: 100 + i,
  };
}

function telemetry(one) {
  return {
    character_name: one.name,
    ew: one.ew + Math.cos(one.turn) * one.radius,
    ns: one.ns + Math.sin(one.turn) * one.radius,
    heading: ((one.turn * 180) / Math.PI) % 360,
    kills: one.kills,
    kills_per_hour: 300 + (one.kills % 200),
    total_deaths: 1,
    vt_state: 'Combat',
    landcell: 0xa9b40001,
  };
}

const vitals = {
  health_current: 200,
  health_max: 300,
  stamina_current: 250,
  stamina_max: 300,
  mana_current: 100,
  mana_max: 200,
  vitae: 0,
};

/** Routes the page's socket and its /live, /trails and /characters to a guild of `count`. */
export async function simulateFeed(page, count) {
  const guild = Array.from({ length: count }, (_, i) => character(i));
  const players = () =>
    guild.map((one) => ({ ...telemetry(one), ...vitals, last_seen: new Date().toISOString() }));
  const json = (body) => ({
    contentType: 'application/json',
    headers: { Date: new Date().toUTCString() },
    body: JSON.stringify(body),
  });
  await page.route(/\/live\?/, (route) => route.fulfill(json({ players: players() })));
  await page.route(/\/characters(\?|$)/, (route) => route.fulfill(json({ characters: [] })));
  await page.route(/\/trails\?/, (route) =>
    route.fulfill(
      json({
        seconds: 600,
        trails: guild.map((one) => ({
          character_name: one.name,
          points: Array.from({ length: 120 }, (_, i) => {
            const { ew, ns } = telemetry({ ...one, turn: one.turn - (120 - i) * 0.12 });
            return [Date.now() - (120 - i) * 5_000, ew, ns];
          }),
        })),
      }),
    ),
  );
  await page.routeWebSocket(/\/ws\/live$/, (socket) => {
    let at = 0;
    const timer = setInterval(() => {
      const share = Math.ceil((guild.length * BATCH_MS) / REPORT_MS);
      const events = [];
      for (let i = 0; i < share; i++) {
        const one = guild[at++ % guild.length];
        one.turn += 0.12;
        if (at % 3 === 0) one.kills += 1;
        events.push(telemetry(one), { type: 'vitals', character_name: one.name, ...vitals });
      }
      socket.send(JSON.stringify({ type: 'batch', events }));
    }, BATCH_MS);
    socket.onMessage((text) => {
      if (JSON.parse(String(text)).snapshot) {
        socket.send(JSON.stringify({ type: 'snapshot', players: players() }));
      }
    });
    socket.onClose(() => clearInterval(timer));
  });
}
