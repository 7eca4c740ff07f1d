const asks = [
  /[?:›❯]\s*$/u,
  /pass(word|phrase|code)\b[^.]*$/i,
  /[([](y(es)?\s*[/|]\s*n(o)?|n\s*[/|]\s*y)\b[^)\]]*[)\]][\s:?]*$/i,
  /\?[^?]{0,40}[)\]]\s*$/,
  /press\s+(any key|enter|return)\b.*$/i,
  />>>\s*$/,
];
/** What looks the same and is none: times and percentages of progress. */
const goesOn = /(\d%|\d\s*[kmg]?i?b\/s|\.\.\.|…|eta[:\s].*)\s*$/i;
const maxCharacters = 300;

/** Whether a line without an end, after which nothing comes, looks like one that waits for the user to type. */
export function looksLikePrompt(line: string): boolean {
  const end = line.slice(-maxCharacters);
  return end.trim() !== '' && !goesOn.test(end) && asks.some((pattern) => pattern.test(end));
}
