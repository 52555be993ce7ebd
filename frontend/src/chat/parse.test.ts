import { describe, expect, it } from 'vitest';
import { CHANNELS } from './channels.ts';
import { parseLine } from './parse.ts';

/** Parts as one text: names in [], items in {}, links in (). */
function shown(text: string, color: number): string {
  const line = parseLine(text, color);
  const parts = line.parts.map((part) => {
    if (part.kind === 'name') return `[${part.text}]`;
    if (part.kind === 'item') return `{${part.text}}`;
    return part.kind === 'link' ? `(${part.text})` : part.text;
  });
  return `${line.channel} ${line.label}: ${parts.join('')}`;
}

describe('parseLine', () => {
  it.each([
    ['[Allegiance] Brisk says, "pull?"', 18, 'allegiance Allegiance: [Brisk] pull?'],
    ['[Fellowship] Dace says, "north camp"', 19, 'fellowship Fellowship: [Dace] north camp'],
    [
      '[General] <Tell:IIDString:1342177280:Aun Kiri>Aun Kiri<\\Tell> says, "hi"',
      18,
      'rooms General: [Aun Kiri] hi',
    ],
    ['<Tell:IIDString:1:Cael>Cael</Tell> tells you, "psst"', 3, 'tells Tell: [Cael] psst'],
    ['You tell Bel, "psst"', 4, 'tells Tell to: [Bel] psst'],
    ['You say, "the watch is set"', 2, 'speech Say: You: the watch is set'],
    ['Ulric says, "he said "go", so go"', 2, 'speech Say: [Ulric] he said "go", so go'],
    [
      "Dace has discovered the Hunter's Crystal!",
      5,
      "system System: [Dace] has discovered the {Hunter's Crystal}!",
    ],
    ['Your patron Zanmir says to you, "50% off"', 10, 'allegiance Social: Your patron [Zanmir] 50% off'],
    ['Advocate Bel tells you, "hold"', 31, 'tells Admin: Advocate [Bel] hold'],
    ['[Co-Vassals] You say, "here"', 11, 'allegiance Co-Vassals: You: here'],
    ['Tusker evaded your attack.', 6, 'combat Combat: Tusker evaded your attack.'],
    ['something new', 99, 'system Game: something new'],
    ['[Hive] Queen says, "x"', 8, 'rooms Hive: [Queen] x'],
    ['', 2, 'speech Say: '],
  ])('%s', (text, color, expected) => {
    expect(shown(text, color)).toBe(expected);
  });

  it('links web addresses without the stop behind them, and nothing else', () => {
    expect(shown('Ulric says, "see https://a.test/x?y=1, or (http://b.test/)."', 2)).toBe(
      'speech Say: [Ulric] see (https://a.test/x?y=1), or ((http://b.test/)).',
    );
    for (const text of ['javascript:alert(1)', 'data:text/html,x', 'https://', 'ftp://a.test']) {
      expect(parseLine(text, 2).parts).toEqual([{ kind: 'text', text }]);
    }
  });

  it('leaves markup as the text it is, and no tell tag', () => {
    const line = parseLine('<Tell:IIDString:1:<b>>x <img src=y> <\\Tell', 2);
    expect(line.plain).not.toMatch(/tell/i);
    expect(line.parts.every((part) => part.kind === 'text')).toBe(true);
  });

  it('knows a channel for every type of the game', () => {
    for (let color = 0; color < 40; color++) {
      const { channel, label } = parseLine('x', color);
      expect(CHANNELS).toContain(channel);
      expect(label).not.toBe('');
    }
  });
});
