import { randomUUID } from 'node:crypto';
import { costUsd } from '../../agent/models/catalog.ts';
import { quickestEffort, reasonsFirst, wayToComplete } from '../../agent/models/completingModels.ts';
import { estimateTexts } from '../../agent/models/estimateUsage.ts';
import { RefusedFeatures } from '../../agent/models/refusedFeatures.ts';
import { countsOf } from '../../agent/models/tokenCounts.ts';
import { isPricedByOpenAI } from '../../editor/profile.ts';
import type { Client } from '../../openai/client.ts';
import { OpenAIError } from '../../openai/errors.ts';
import { meteredCall } from '../meteredCall.ts';
import { openMeteredStream } from '../meteredStream.ts';
import type { Parts } from '../parts.ts';
import type { Place } from './place.ts';
import { completionPrompt } from './prompt.ts';

/** Names them in the ledger and in the list of requests. */
export const feature = 'Inline Completions';

export interface Answer {
  text: string;
  /** The model had more to say. */
  isCutOff: boolean;
}

interface Question {
  model: string;
  place: Place;
  signal: AbortSignal;
}

type AskingParts = Pick<Parts, 'account' | 'conversations'>;

/** Nobody waits longer for the rest of a line. Servers that load a model first take some seconds. */
const LONGEST_WAIT_MS = 20_000;
const once = { maxRetries: 0, timeoutMs: LONGEST_WAIT_MS };
const mostTokens = { line: 80, block: 320, reasoning: 2000 };

/**
 * Asks the active profile's model what belongs at a place: by the older completions with a suffix where it has them, else
 * in a chat. A server that refuses the former is not asked so again. Rejects with `signal.reason` when aborted.
 */
export async function askForCompletion(parts: AskingParts, question: Question): Promise<Answer> {
  const { model } = question;
  const { profile } = parts.account;
  const way = wayToComplete(model);
  if (way === 'insert' || (way === 'try' && !isPricedByOpenAI(profile))) {
    const client = await parts.account.client(profile, feature);
    const refused = RefusedFeatures.of(client);
    if (way === 'insert' || !refused.has(model, 'suffix')) {
      try {
        return await insert(parts, client, question);
      } catch (error) {
        if (way === 'insert' || !isRefusal(error)) throw error;
        refused.add(model, 'suffix');
      }
    }
  }
  return chat(parts, question);
}

const insert = (parts: AskingParts, client: Client, { model, place, signal }: Question): Promise<Answer> =>
  meteredCall(parts, feature, async (spend) => {
    signal.throwIfAborted();
    const body = {
      model,
      prompt: place.before,
      ...(place.after.trim() !== '' && { suffix: place.after }),
      max_tokens: place.singleLine ? mostTokens.line : mostTokens.block,
      temperature: 0,
      ...(place.singleLine && { stop: ['\n'] }),
    };
    const count = (said: string, usage = estimateTexts([place.before, place.after], said)) => {
      const usd = costUsd(model, usage);
      spend(usd === undefined ? undefined : { usd });
    };
    try {
      const { choices, usage } = await client.completions.create(body, { signal, ...once });
      const text = choices[0]?.text ?? '';
      count(text, countsOf(usage)?.usage);
      return { text, isCutOff: choices[0]?.finish_reason === 'length' };
    } catch (error) {
      // What was under way is paid all the same.
      if (signal.aborted) count('');
      throw error;
    }
  });

async function chat(parts: AskingParts, { model, place, signal }: Question): Promise<Answer> {
  const stream = await openMeteredStream(parts, feature);
  const { instructions, text: prompt } = completionPrompt(place);
  const effort = quickestEffort(model);
  const tokens =
    (place.singleLine ? mostTokens.line : mostTokens.block) + (reasonsFirst(model) ? mostTokens.reasoning : 0);
  const request = {
    model,
    instructions,
    transcript: [{ id: randomUUID(), at: Date.now(), type: 'user' as const, text: prompt, attachments: [] }],
    tools: [],
    ...(effort && { effort }),
    parameters: { temperature: 0, max_output_tokens: tokens },
  };
  const answer: Answer = { text: '', isCutOff: false };
  for await (const event of stream(request, { signal, ...once })) {
    if (event.type === 'text') answer.text += event.delta;
    else if (event.type === 'done') answer.isCutOff = event.finish === 'incomplete';
  }
  return answer;
}

/** Whether a server has no such endpoint, or does not take a suffix. */
const isRefusal = (error: unknown): boolean =>
  error instanceof OpenAIError &&
  (['invalidRequest', 'notFound', 'protocol'].includes(error.kind) || error.status === 405 || error.status === 501);
