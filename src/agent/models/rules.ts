import type { ModelInfo } from './modelInfo.ts';

/** An API a model is served by, named as in the client. */
export type Api =
  | 'chatCompletions'
  | 'responses'
  | 'completions'
  | 'embeddings'
  | 'images'
  | 'speech'
  | 'transcriptions'
  | 'translations'
  | 'moderations'
  | 'realtime';

export type Modality = 'text' | 'image' | 'audio' | 'embedding';

/** Which values a parameter may have. */
export interface ValueRule {
  /** Completes "the model takes …". */
  says: string;
  takes: (value: unknown) => boolean;
}

/** What requests for a model must keep to. Parameters are wire names; `text.verbosity` is one within another. */
export interface ModelRules {
  apis: readonly Api[];
  input: readonly Modality[];
  output: readonly Modality[];
  /** Parameters it does not take. */
  refuses: readonly string[];
  /** Parameters it knows by another name. */
  renames: Readonly<Record<string, string>>;
  /** Values it takes; a request works without the parameter. */
  values: Readonly<Record<string, ValueRule>>;
  /** Values it takes; a request makes no sense without. */
  limits: Readonly<Record<string, ValueRule>>;
  /** It has no system and no developer role: what these say, a user says. */
  instructedByUser: boolean;
}

/** All ids that begin with `id`, up to a longer one, have these properties. */
export type Family = Pick<ModelInfo, 'id'> & Partial<ModelInfo> & { rules: ModelRules };

export const rulesOf = (rules: Pick<ModelRules, 'apis' | 'input' | 'output'> & Partial<ModelRules>): ModelRules => ({
  refuses: [],
  renames: {},
  values: {},
  limits: {},
  instructedByUser: false,
  ...rules,
});

export const oneOf = (...values: readonly (string | number)[]): ValueRule => ({
  says: values.join(', '),
  takes: (value) => values.some((one) => one === value),
});

export const between = (least: number, most: number): ValueRule => ({
  says: `${least} to ${most}`,
  takes: (value) => typeof value === 'number' && value >= least && value <= most,
});

/** Texts, and texts in a list. */
export const characters = (most: number): ValueRule => ({
  says: `no more than ${most.toLocaleString('en-US')} characters`,
  takes: (value) => [value].flat().every((text) => typeof text !== 'string' || Array.from(text).length <= most),
});

export const items = (most: number): ValueRule => ({
  says: `no more than ${most.toLocaleString('en-US')} at once`,
  takes: (value) => !Array.isArray(value) || value.length <= most,
});

/** Files that tell their size in bytes, and lists of them; others are let through. */
export const megabytes = (most: number): ValueRule => ({
  says: `files of no more than ${most} MB`,
  takes: (value) =>
    [value].flat().every((file) => {
      const size = (file as { size?: unknown } | null | undefined)?.size;
      return typeof size !== 'number' || size <= most * 1024 * 1024;
    }),
});
