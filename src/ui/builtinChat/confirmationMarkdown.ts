import { fenceAround } from '../../agent/fence.ts';

const mostContentCharacters = 4_000;
/** A dialog does not scroll: its buttons have to stay on the screen. */
const mostDialogCharacters = 1_000;
const mostDialogLines = 15;

/** Text as Markdown that shows it as it is: no link, no picture, no emphasis. */
export const escapeMarkdown = (text: string): string => text.replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');

/**
 * What an approval asks, as Markdown: its facts, one a line, and below the first blank line what is sent, in a fence that
 * it cannot end. Whatever a model wrote in it is shown as it is.
 */
export function confirmationMarkdown(detail: string): string {
  const { facts, content } = partsOf(detail);
  const lines = facts.split('\n').map(escapeMarkdown).join('  \n');
  if (content === '') return lines;
  const shown = beginningOf(content, mostContentCharacters);
  const marker = fenceAround(shown);
  return `${lines}\n\n${marker}text\n${shown}\n${marker}`;
}

/** The same for a dialog, which shows no Markdown: all facts, and of what is sent as much as fits. */
export function confirmationText(detail: string): string {
  const { facts, content } = partsOf(detail);
  const lines = content.split('\n');
  const shown = beginningOf(content, Math.min(mostDialogCharacters, lines.slice(0, mostDialogLines).join('\n').length));
  return shown === '' ? facts : `${facts}\n\n${shown}`;
}

function partsOf(detail: string): { facts: string; content: string } {
  const at = detail.indexOf('\n\n');
  return at < 0 ? { facts: detail, content: '' } : { facts: detail.slice(0, at), content: detail.slice(at + 2) };
}

function beginningOf(text: string, characters: number): string {
  const left = text.length - characters;
  return left > 0 ? `${text.slice(0, characters)}\n… ${left} characters more` : text;
}
