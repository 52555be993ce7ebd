/** The server's rules for a new password, told before it is asked. The server has the last word. */
export const minPasswordCharacters = 10;
/** bcrypt reads no further. */
export const maxPasswordBytes = 72;

export const passwordHint = `At least ${minPasswordCharacters} characters. A few words in a row are good.`;

/** What is wrong with a password that someone chose; undefined when nothing is. */
export function passwordFault(username: string, password: string): string | undefined {
  const bytes = new TextEncoder().encode(password).length;
  if (bytes > maxPasswordBytes)
    return `Must have at most ${maxPasswordBytes} bytes (letters with accents take two or more).`;
  const characters = [...password];
  if (characters.length < minPasswordCharacters)
    return `Must have at least ${minPasswordCharacters} characters.`;
  if (password.toLowerCase() === username.toLowerCase()) return 'Must not be the user’s name.';
  if (characters.every((character) => character === characters[0]))
    return 'Must not be one character over and over.';
  return undefined;
}
