import { describe, expect, it } from 'vitest';
import { readFrame, readPlayer, SUBSCRIBE, toNumber } from './protocol.ts';

describe('toNumber', () => {
  it.each([
    [842.5, 842.5],
    ['842.5', 842.5],
    ['1,234', 1234],
    [' 7 ', 7],
    ['', null],
    ['N/A', null],
    [null, null],
    [undefined, null],
    [true, null],
    [Number.NaN, null],
    ['Infinity', null],
  ])('of %j is %j', (raw, number) => {
    expect(toNumber(raw)).toBe(number);
  });
});

describe('readFrame', () => {
  it('takes a frame without a type for telemetry', () => {
    const [event] = readFrame(
      '{"character_name":"Mule 07","ew":33.61,"ns":42.1,"kills":1203,"kills_per_hour":"842.5","total_deaths":"57","vt_state":"Combat"}',
    );
    expect(event).toMatchObject({
      kind: 'telemetry',
      fix: {
        name: 'Mule 07',
        ew: 33.61,
        ns: 42.1,
        kills: 1203,
        killsPerHour: 842.5,
        totalDeaths: 57,
        vtState: 'Combat',
      },
    });
  });

  it('opens batches and leaves out what it does not show', () => {
    const events = readFrame(
      '{"type":"batch","events":[{"character_name":"A","ew":1,"ns":2},{"type":"quest","character_name":"A"},{"type":"chat","character_name":"A","text":"hi","color":18},null,7]}',
    );
    expect(events.map((event) => event.kind)).toEqual(['telemetry', 'chat']);
  });

  it.each([
    ['{"type":"gap","dropped":12}', { kind: 'gap', dropped: 12 }],
    [
      '{"type":"inventory_delta","character_name":"Aldra","timestamp":"2026-06-24T17:51:06Z","action":"remove"}',
      { kind: 'inventory', name: 'Aldra', at: '2026-06-24T17:51:06Z' },
    ],
    [
      '{"type":"command_status","id":"x","state":"failed","why":"not online"}',
      { kind: 'command', id: 'x', state: 'failed', why: 'not online' },
    ],
    [
      '{"type":"death","character_name":"A","killer":"Tusker","timestamp":"2026-01-01T00:00:00Z"}',
      { kind: 'death', name: 'A', killer: 'Tusker', at: '2026-01-01T00:00:00Z' },
    ],
  ])('reads %s', (frame, event) => {
    expect(readFrame(frame)).toEqual([event]);
  });

  it.each(['', 'nonsense', '[]', 'null', '{"type":"command_status","state":"lost"}', '{"ew":1}'])(
    'hears nothing in %s',
    (frame) => {
      expect(readFrame(frame)).toEqual([]);
    },
  );

  it('reads the players of a snapshot', () => {
    const [event] = readFrame(
      '{"type":"snapshot","players":[{"character_name":"A","ew":1,"ns":2,"health_current":10,"health_max":20,"last_seen":"2026-01-01T00:00:00Z"},{}]}',
    );
    expect(event?.kind === 'snapshot' && event.players).toHaveLength(1);
    expect(event?.kind === 'snapshot' && event.players[0]?.vitals.health).toEqual({ current: 10, max: 20 });
  });
});

describe('readPlayer', () => {
  it('falls back on the plugin count of rares', () => {
    expect(readPlayer({ character_name: 'A', rares_found: 2 })?.totals.sessionRares).toBe(2);
    expect(readPlayer({ character_name: 'A', rares_found: 2, session_rares: 3 })?.totals.sessionRares).toBe(
      3,
    );
  });
});

it('subscribes with a batch, a snapshot and the types it shows', () => {
  const wish = JSON.parse(SUBSCRIBE);
  expect(wish).toMatchObject({ type: 'subscribe', batch_ms: 50, snapshot: true });
  expect(wish.message_types).toContain('telemetry');
});
