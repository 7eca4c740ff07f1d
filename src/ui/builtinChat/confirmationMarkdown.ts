import { fenceAround } from '../../agent/fence.ts';

const mostContentCharacters = 4_000;

/** Text as Markdown that shows it as it is: no link, no picture, no emphasis. */
export const escapeMarkdown = (text: string): string => text.replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');

/**
 * What an approval asks, as Markdown: its facts, one a line, and below the first blank line what is sent, in a fence that
 * it cannot end. Whatever a model wrote in it is shown as it is.
 */
export function confirmationMarkdown(detail: string): string {
  const at = detail.indexOf('\n\n');
  const facts = at < 0 ? detail : detail.slice(0, at);
  const content = at < 0 ? '' : detail.slice(at + 2);
  const lines = facts.split('\n').map(escapeMarkdown).join('  \n');
  if (content === '') return lines;
  const left = content.length - mostContentCharacters;
  const shown = left > 0 ? `${content.slice(0, mostContentCharacters)}\n… ${left} characters more` : content;
  const marker = fenceAround(shown);
  return `${lines}\n\n${marker}text\n${shown}\n${marker}`;
}
