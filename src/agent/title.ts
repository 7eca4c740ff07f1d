const LONGEST = 60;

/** A short title for a conversation, from its first message: its first line that says something, cut at a word. */
export function titleOf(text: string): string {
  const line =
    text
      .split('\n')
      .map((each) =>
        each
          .replace(/^[\s#>*`-]+/, '')
          .replace(/\s+/g, ' ')
          .trim(),
      )
      .find((each) => each !== '') ?? '';
  if (line === '') return 'New chat';
  const characters = Array.from(line);
  if (characters.length <= LONGEST) return line;
  const cut = characters.slice(0, LONGEST).join('');
  const atWord = cut.replace(/\s\S*$/, '');
  return `${atWord.length > LONGEST / 2 ? atWord : cut}…`;
}
