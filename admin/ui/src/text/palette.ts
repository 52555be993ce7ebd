/** What the palette says. */
export const paletteText = {
  actions: 'Actions',
  answers: 'Answers',
  hint: 'A type, a page, a row, an action',
  new: (what: string) => `New ${what}`,
  nothing: (query: string) => `Nothing is called “${query}”.`,
  pages: 'Pages',
  types: 'Go to',
} as const;
