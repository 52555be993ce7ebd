/** Reads those named parts of the address that are there, as text; a page reads their meaning itself. */
export function keep<K extends string>(...names: readonly K[]) {
  return (raw: Record<string, unknown>): { [name in K]?: string | undefined } => {
    const kept: { [name in K]?: string } = {};
    for (const name of names) if (raw[name] !== undefined && raw[name] !== '') kept[name] = String(raw[name]);
    return kept;
  };
}
