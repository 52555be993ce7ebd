/** The path itself when it is one of this site's, else the start page: nobody is sent elsewhere by a link. */
export function localPath(raw: string | null | undefined): string {
  if (raw === null || raw === undefined || !raw.startsWith('/')) return '/';
  // Browsers read a backslash as a slash, and drop tabs and line ends: "/\t/evil" leads away.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/^\/[/\\]|[\\\u0000-\u001f\u007f]/.test(raw)) return '/';
  if (/^\/(login|logout|invite)(\/|\?|#|$)/.test(raw)) return '/';
  return raw;
}

/** Where to sign in and come back from. */
export function loginUrl(from: string): string {
  const next = localPath(from);
  return next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`;
}
