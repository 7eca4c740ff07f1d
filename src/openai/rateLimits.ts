import type { IncomingHttpHeaders } from 'node:http';

/** What a server last said about a model's limits, in its `x-ratelimit-*` headers. */
export interface RateLimit {
  limitRequests?: number;
  remainingRequests?: number;
  /** Until all requests are free again. */
  resetRequestsMs?: number;
  limitTokens?: number;
  remainingTokens?: number;
  /** Until all tokens are free again. */
  resetTokensMs?: number;
  /** When it was said, in milliseconds since 1970. */
  seenAt: number;
}

interface Seen {
  headers: IncomingHttpHeaders;
  seenAt: number;
}

const MOST_MODELS = 100;

/** The last seen limits of each model, by the name requests give; of the 100 models used last. */
export class RateLimits implements Iterable<[model: string, limit: RateLimit]> {
  readonly #seen = new Map<string, Seen>();
  /** When requests may be sent again, of models that have none left. */
  readonly #freeAt = new Map<string, number>();

  /** Undefined while the server has said nothing about the model. */
  get(model: string): RateLimit | undefined {
    const seen = this.#seen.get(model);
    return seen && rateLimitOf(seen);
  }

  /** The model used last comes last. */
  *[Symbol.iterator](): Generator<[model: string, limit: RateLimit]> {
    for (const [model, seen] of this.#seen) yield [model, rateLimitOf(seen)];
  }

  /** How long a request of the model must wait for its turn, in milliseconds; 0 for none. */
  waitMs(model: string): number {
    const freeAt = this.#freeAt.get(model);
    if (freeAt === undefined) return 0;
    const waitMs = freeAt - Date.now();
    if (waitMs > 0) return waitMs;
    this.#freeAt.delete(model);
    return 0;
  }

  /** Remembers what an answer says. */
  observe(model: string, headers: IncomingHttpHeaders): void {
    const requests = headers['x-ratelimit-remaining-requests'];
    const tokens = headers['x-ratelimit-remaining-tokens'];
    if (requests === undefined && tokens === undefined) return;
    keep(this.#seen, model, { headers, seenAt: Date.now() });
    if (requests === '0') this.hold(model, parseReset(headers['x-ratelimit-reset-requests']) ?? 0);
    if (tokens === '0') this.hold(model, parseReset(headers['x-ratelimit-reset-tokens']) ?? 0);
  }

  /** Lets the model's requests wait for so long. */
  hold(model: string, durationMs: number): void {
    if (durationMs <= this.waitMs(model)) return;
    keep(this.#freeAt, model, Date.now() + durationMs);
  }
}

/** Puts the entry last, and lets the first go when there are too many. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= MOST_MODELS) return;
  for (const first of map.keys()) {
    map.delete(first);
    return;
  }
}

function rateLimitOf({ headers, seenAt }: Seen): RateLimit {
  const values = {
    limitRequests: parseCount(headers['x-ratelimit-limit-requests']),
    remainingRequests: parseCount(headers['x-ratelimit-remaining-requests']),
    resetRequestsMs: parseReset(headers['x-ratelimit-reset-requests']),
    limitTokens: parseCount(headers['x-ratelimit-limit-tokens']),
    remainingTokens: parseCount(headers['x-ratelimit-remaining-tokens']),
    resetTokensMs: parseReset(headers['x-ratelimit-reset-tokens']),
  };
  const said = Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return { ...Object.fromEntries(said), seenAt };
}

type HeaderValue = string | string[] | undefined;

function parseCount(value: HeaderValue): number | undefined {
  return typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : undefined;
}

const UNIT_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** The milliseconds of `120ms`, `1s`, `6m0s`, `1h2m3.5s`; of a plain number, which is seconds; undefined for all else. */
export function parseReset(value: HeaderValue): number | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  if (!/^(\d+(\.\d+)?(ms|[dhms]))+$/.test(text)) return undefined;
  let totalMs = 0;
  for (const [, count, unit] of text.matchAll(/([\d.]+)(ms|[dhms])/g)) {
    totalMs += Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
  }
  return totalMs;
}
