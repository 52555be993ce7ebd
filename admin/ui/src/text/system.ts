/** What the page of the host's panels says. */
export const system = { title: 'Server', none: 'There is nothing to show', retry: 'Read again' } as const;
