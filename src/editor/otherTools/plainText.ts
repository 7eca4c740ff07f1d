/** What cannot be seen but is read by a model, or turns what is seen around; line ends and tabs are neither. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The words of a stranger on one line: nothing unseen in them, and cut where they are long. */
export function plainLine(text: string, mostCharacters: number): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll(unseen, '').trim();
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters - 1)}…` : line;
}

/** JSON for people: what cannot be seen stands there as its escape. */
export const visibleJson = (value: unknown): string =>
  JSON.stringify(value, undefined, 2).replaceAll(unseen, (found) =>
    found === '\n' ? found : `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`,
  );
