import { listModels, type ConnectionSettings } from './connection.ts';

/** A server that may run on this machine. */
export interface Candidate {
  name: string;
  baseURL: string;
}

export interface FoundServer extends Candidate {
  models: readonly string[];
}

/** Where these servers listen unless told otherwise. */
export const usualServers: readonly Candidate[] = [
  { name: 'Ollama', baseURL: 'http://127.0.0.1:11434/v1' },
  { name: 'LM Studio', baseURL: 'http://127.0.0.1:1234/v1' },
  { name: 'vLLM', baseURL: 'http://127.0.0.1:8000/v1' },
  { name: 'llama.cpp', baseURL: 'http://127.0.0.1:8080/v1' },
];

const probeTimeoutMs = 1500;

const noKey = (): Promise<undefined> => Promise.resolve(undefined);

/** Those of the candidates that list models now, asked at the same time and without a key. */
export async function findServers(
  candidates: readonly Candidate[],
  settings: ConnectionSettings,
  signal: AbortSignal,
): Promise<readonly FoundServer[]> {
  const probes = candidates.map(async (candidate) => ({
    ...candidate,
    models: await listModels(candidate, noKey, settings, { signal, timeoutMs: probeTimeoutMs }),
  }));
  const answers = await Promise.allSettled(probes);
  signal.throwIfAborted();
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
}
