import type { Transcript } from '../../../src/agent/transcript.ts';
import { longMarkdown } from '../../webview/longMarkdown.ts';
import { answer, result, user } from '../../webview/samples.ts';

const turns = 500;
const answerCharacters = 4_000;
const body = longMarkdown(answerCharacters);

/** 1,000 messages and about 500,000 tokens, four characters each. */
export const longConversation = (): Transcript =>
  Array.from({ length: turns }, (_, index) => [
    user(`Question ${index}: how does this part work, and what would you change in it?`, `u${index}`),
    answer(`# Answer ${index}\n\n${body.replaceAll('Step', `Step ${index}.`)}`, 'complete', `a${index}`),
    result({ id: `r${index}` }),
  ]).flat();
