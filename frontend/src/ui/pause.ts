/** Lets the browser do what waits, the hand's wishes first, before the work goes on. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
