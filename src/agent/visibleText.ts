/** What nobody sees but a model reads, or what turns around what is seen. Joiners stay: scripts and emoji need them. */
const unseen =
  /[\p{Cs}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]|(?![\n\t])\p{Cc}/gu;

/** Words of a stranger as a person may be shown them: nothing unseen in them, and cut where they are long. */
export function visibleText(text: string, mostCharacters: number): string {
  const shown = text
    .slice(0, mostCharacters * 2)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(unseen, '');
  return shown.length > mostCharacters || text.length > mostCharacters * 2
    ? `${shown.slice(0, mostCharacters)}…`
    : shown;
}

/** The same on one line. */
export const visibleLine = (text: string, mostCharacters: number): string =>
  visibleText(
    text
      .slice(0, mostCharacters * 2)
      .replaceAll(/\s+/g, ' ')
      .trim(),
    mostCharacters,
  );
