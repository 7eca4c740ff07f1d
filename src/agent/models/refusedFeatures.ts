import type { Client } from '../../openai/client.ts';
import { OpenAIError } from '../../openai/errors.ts';

/** What a request can do without, where a server refuses it. `suffix` is that of the older completions. */
export type Feature = 'tools' | 'reasoningSummary' | 'streamUsage' | 'background' | 'suffix';

const refusals: readonly (readonly [Feature, RegExp])[] = [
  ['tools', /(does|do) not support (tools|tool use|function calling)|tool use is not supported/i],
  ['reasoningSummary', /verified to generate reasoning summar|reasoning\.summary/i],
  ['background', /(?<![.\w])background\b/i],
  ['streamUsage', /stream_options|include_usage/i],
];

/** Which features which model turned out to refuse: asked once, remembered as long as the connection lives. */
export class RefusedFeatures {
  static readonly #ofServers = new WeakMap<object, RefusedFeatures>();
  readonly #refused = new Set<string>();
  readonly #told = new Set<string>();

  /** All clients of one server share them, as they share its rate limits. */
  static of({ rateLimits }: Pick<Client, 'rateLimits'>): RefusedFeatures {
    const known = RefusedFeatures.#ofServers.get(rateLimits) ?? new RefusedFeatures();
    RefusedFeatures.#ofServers.set(rateLimits, known);
    return known;
  }

  has(model: string, feature: Feature): boolean {
    return this.#refused.has(`${feature} ${model}`);
  }

  /** Lets the next requests do without. */
  add(model: string, feature: Feature): void {
    this.#refused.add(`${feature} ${model}`);
  }

  /** True the first time: who asks tells the user. */
  isNews(model: string, feature: Feature): boolean {
    const name = `${feature} ${model}`;
    const isNew = !this.#told.has(name);
    this.#told.add(name);
    return isNew;
  }

  /** Sends a request; when it is refused for a feature it can do without, once more without it. */
  async send<T>(model: string, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      const feature = refusedFeature(error);
      if (!feature || this.has(model, feature)) throw error;
      this.add(model, feature);
      return this.send(model, send);
    }
  }
}

function refusedFeature(error: unknown): Feature | undefined {
  if (!(error instanceof OpenAIError) || error.kind !== 'invalidRequest') return undefined;
  return refusals.find(([, pattern]) => pattern.test(error.message))?.[0];
}
