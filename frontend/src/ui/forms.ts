/** What was typed into a field of a form, untouched. */
export function textOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}

/** Whether a box of a form is ticked. */
export function isTicked(form: HTMLFormElement, name: string): boolean {
  return new FormData(form).get(name) !== null;
}

/** Puts the focus on the first field that has something wrong with it, once that is drawn. */
export function focusFirstInvalid(form: HTMLFormElement): void {
  setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
