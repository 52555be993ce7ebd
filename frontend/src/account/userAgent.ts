export interface Agent {
  /** "Firefox on Linux"; what the browser said, shortened, where it is not known. */
  name: string;
  kind: 'desktop' | 'phone' | 'program';
}

// The order matters: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
const browsers: readonly [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const systems: readonly [RegExp, string][] = [
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux|X11/, 'Linux'],
];

/** Reads a User-Agent for people. */
export function describeAgent(raw: string): Agent {
  const browser = browsers.find(([pattern]) => pattern.test(raw))?.[1];
  const system = systems.find(([pattern]) => pattern.test(raw))?.[1];
  if (browser === undefined) {
    const program = raw.split(/[\s(]/)[0] ?? '';
    return { name: program === '' ? 'Unknown browser' : program.slice(0, 40), kind: 'program' };
  }
  const phone = /iPhone|iPod|iPad|Android|Mobile/.test(raw);
  return {
    name: system === undefined ? browser : `${browser} on ${system}`,
    kind: phone ? 'phone' : 'desktop',
  };
}
