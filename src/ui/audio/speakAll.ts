import { callCost } from '../../agent/models/callCost.ts';
import type { Client } from '../../openai/client.ts';
import type { SpeechAudio } from '../../protocol/player.ts';
import { speak, type SpeechRequest } from './speak.ts';
import { splitAtSentences } from './splitAtSentences.ts';

/** The most characters that the API takes at once. */
export const mostSpokenAtOnce = 4_096;

export interface SpokenAll {
  /** In how many requests. */
  parts: number;
  /** 0 where it is not known. */
  durationMs: number;
  /** Undefined where the price of a part is not known. */
  cost: { usd: number } | undefined;
  /** A sentence for each parameter the model does not take. */
  dropped: readonly string[];
}

interface Options {
  signal: AbortSignal;
  onAudio: (audio: SpeechAudio) => void;
  /** Told before each part which of how many it is, 1-based. */
  onPart?: (part: number, parts: number) => void;
  /** Told what each part has cost, where that is known. */
  onCost?: (usd: number) => void;
}

/** Speaks a text of any length, in several requests where it is long. Rejects with what the first request that fails does. */
export async function speakAll(
  client: Client,
  { model, voice, input: text }: SpeechRequest,
  { signal, onAudio, onPart, onCost }: Options,
): Promise<SpokenAll> {
  const requests = splitAtSentences(text, mostSpokenAtOnce).map((input) => ({ model, voice, input }));
  const dropped = new Set<string>();
  let durationMs = 0;
  let usd: number | undefined = 0;
  for (const [index, request] of requests.entries()) {
    onPart?.(index + 1, requests.length);
    const spoken = await speak(client, request, { signal, onAudio });
    for (const sentence of spoken.dropped) dropped.add(sentence);
    const { audioSeconds } = spoken;
    const cost = callCost({
      path: '/audio/speech',
      request: { ...request },
      ...(audioSeconds !== undefined && { audioSeconds }),
    });
    if (cost) onCost?.(cost.usd);
    usd = usd === undefined || !cost ? undefined : usd + cost.usd;
    durationMs += (audioSeconds ?? 0) * 1000;
  }
  return { parts: requests.length, durationMs, cost: usd === undefined ? undefined : { usd }, dropped: [...dropped] };
}
