import { modelRules } from './catalog.ts';
import type { Api } from './rules.ts';

/** What a model may be for, besides chat. */
export type ModelTask = 'image' | 'speech' | 'transcription' | 'translation' | 'embedding' | 'moderation';

interface Choice {
  api: Api;
  /** Where several are listed, the first of these is taken. */
  preferred: readonly string[];
  /** Models of other servers, which no catalog knows, by their names. */
  name: RegExp;
}

const choices: Readonly<Record<ModelTask, Choice>> = {
  image: {
    api: 'images',
    preferred: ['gpt-image-2', 'gpt-image-1.5', 'gpt-image-1', 'gpt-image-1-mini', 'dall-e-3', 'dall-e-2'],
    name: /dall-?e|image|flux|stable-?diffusion|(^|[/_-])sd(xl|[-_\d]|$)/i,
  },
  speech: {
    api: 'speech',
    preferred: ['gpt-4o-mini-tts', 'tts-1', 'tts-1-hd'],
    name: /(^|[/_-])tts|kokoro/i,
  },
  transcription: {
    api: 'transcriptions',
    preferred: ['gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'whisper-1'],
    name: /whisper|transcribe/i,
  },
  translation: { api: 'translations', preferred: ['whisper-1'], name: /whisper/i },
  embedding: {
    api: 'embeddings',
    preferred: ['text-embedding-3-small', 'text-embedding-3-large', 'text-embedding-ada-002'],
    name: /embed|(^|[/_-])bge|minilm/i,
  },
  moderation: {
    api: 'moderations',
    preferred: ['omni-moderation-latest', 'text-moderation-latest'],
    name: /moderation/i,
  },
};

/** The model for a task among those a server lists: a preferred one, one the catalog knows for it, one by its name. */
export function chooseTaskModel(task: ModelTask, ids: readonly string[]): string | undefined {
  const { api, preferred, name } = choices[task];
  return (
    preferred.find((id) => ids.includes(id)) ??
    ids.find((id) => modelRules(id)?.apis.includes(api)) ??
    ids.find((id) => modelRules(id) === undefined && name.test(id))
  );
}

/** False where the catalog knows that the model is for other things. */
export function mayDo(task: ModelTask, id: string): boolean {
  return modelRules(id)?.apis.includes(choices[task].api) ?? true;
}
