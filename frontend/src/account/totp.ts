/** The six digits of a code, however it was typed; undefined when it is none. */
export function sixDigits(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : undefined;
}

/** A key in groups of four, as it is read and typed. */
export function inFours(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

/** An SVG document as the address of an image: in an image no script of it would run. */
export function svgUrl(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

export function codesFile(codes: readonly string[]): string {
  return [
    'Mosswart Overlord: recovery codes for the two-step sign-in. Each opens the account once.',
    '',
    ...codes,
    '',
  ].join('\n');
}
