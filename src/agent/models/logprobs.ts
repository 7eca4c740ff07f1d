import type { TokenLogprob } from '../transcript.ts';
import { listOf, nodeOf, numberOf, textOf } from './wireValue.ts';

/** The tokens of `logprobs` as both APIs write them. */
export function tokenLogprobs(tokens: unknown): readonly TokenLogprob[] {
  return listOf(tokens).flatMap((value) => {
    const { token, logprob, top_logprobs } = nodeOf(value);
    const [text, log] = [textOf(token), numberOf(logprob)];
    if (text === undefined || log === undefined) return [];
    const top = listOf(top_logprobs).flatMap((other) => {
      const one = nodeOf(other);
      const [word, likely] = [textOf(one.token), numberOf(one.logprob)];
      return word === undefined || likely === undefined ? [] : [[word, likely] as const];
    });
    return [{ token: text, logprob: log, top }];
  });
}
