import { SAMPLING } from './chatFamilies.ts';
import type { Price } from './modelInfo.ts';
import { between, characters, items, megabytes, oneOf, rulesOf, type Family, type ModelRules } from './rules.ts';

const none = { tools: false } as const;

/**
 * US dollars per million tokens, none of them cached. gpt-4o-transcribe: its page at developers.openai.com, read in November
 * 2026. The others: lists of others, which say that it is OpenAI's price; the last known of models that are retired.
 * Other units are in unitPrices.ts.
 */
const price = (input: number, output: number): { price: Price } => ({
  price: { input, cachedInput: input, cacheWrite: input, output },
});

const gptImageOnly = [
  'background',
  'moderation',
  'output_format',
  'output_compression',
  'stream',
  'partial_images',
  'input_fidelity',
];
const gptImage = (more: Partial<ModelRules> = {}): ModelRules =>
  rulesOf({
    apis: ['images'],
    input: ['text', 'image'],
    output: ['image'],
    refuses: ['style', 'response_format'],
    values: {
      size: oneOf('1024x1024', '1536x1024', '1024x1536', 'auto'),
      quality: oneOf('low', 'medium', 'high', 'auto'),
      n: between(1, 10),
    },
    limits: { prompt: characters(32_000), image: megabytes(50) },
    ...more,
  });

const STEP = 16;
const MOST_PIXELS = { long: 3_840, short: 2_160 };
const freeSize = {
  says: 'WIDTHxHEIGHT up to 3840x2160, both divisible by 16 and neither more than three times the other, or auto',
  takes: (value: unknown): boolean => {
    if (value === 'auto') return true;
    const [width = NaN, height = NaN] = typeof value === 'string' ? value.split('x').map(Number) : [];
    const [short, long] = [Math.min(width, height), Math.max(width, height)];
    const fits = short > 0 && long <= MOST_PIXELS.long && short <= MOST_PIXELS.short && long <= 3 * short;
    return fits && width % STEP === 0 && height % STEP === 0;
  },
};

const speech = (voices: readonly string[] | undefined, refuses: readonly string[] = []): ModelRules =>
  rulesOf({
    apis: ['speech'],
    input: ['text'],
    output: ['audio'],
    refuses,
    values: { response_format: oneOf('mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'), speed: between(0.25, 4) },
    limits: {
      input: characters(4_096),
      instructions: characters(4_096),
      ...(voices && { voice: oneOf(...voices) }),
    },
  });
const firstVoices = ['alloy', 'ash', 'coral', 'echo', 'fable', 'nova', 'onyx', 'sage', 'shimmer'];

const speakers = ['known_speaker_names', 'known_speaker_references'];
const vocabulary = ['languages', 'keywords'];
const transcription = (refuses: readonly string[], formats: readonly string[] = []): ModelRules =>
  rulesOf({
    apis: ['transcriptions'],
    input: ['audio'],
    output: ['text'],
    refuses,
    values: { ...(formats.length > 0 && { response_format: oneOf(...formats) }), temperature: between(0, 1) },
    limits: { file: megabytes(25) },
  });

const embedding = (dimensions?: number): ModelRules =>
  rulesOf({
    apis: ['embeddings'],
    input: ['text'],
    output: ['embedding'],
    refuses: dimensions === undefined ? ['dimensions'] : [],
    limits: { input: items(2_048), ...(dimensions !== undefined && { dimensions: between(1, dimensions) }) },
  });

const completion = (refuses: readonly string[] = []): ModelRules =>
  rulesOf({ apis: ['completions'], input: ['text'], output: ['text'], refuses });

const search = rulesOf({
  apis: ['chatCompletions'],
  input: ['text'],
  output: ['text'],
  refuses: [
    ...SAMPLING,
    'n',
    'reasoning_effort',
    'verbosity',
    'tools',
    'tool_choice',
    'parallel_tool_calls',
    'modalities',
    'audio',
  ],
});

const chatAudio = rulesOf({
  apis: ['chatCompletions'],
  input: ['text', 'audio'],
  output: ['text', 'audio'],
  refuses: ['reasoning_effort', 'verbosity', 'web_search_options', 'response_format'],
});

const realtime = rulesOf({ apis: ['realtime'], input: ['text', 'audio', 'image'], output: ['text', 'audio'] });
const moderation = (...input: ModelRules['input']) => rulesOf({ apis: ['moderations'], input, output: ['text'] });

/**
 * The models that are not for plain chat, with their rules. Sources: the reference tables of the API, and the
 * specification's descriptions of `CreateImageRequest`, `CreateImageEditRequest`, `CreateSpeechRequest`,
 * `CreateTranscriptionRequest`, `AudioResponseFormat`, `CreateTranslationRequest` and `CreateEmbeddingRequest`.
 */
export const otherFamilies: readonly Family[] = [
  ...['gpt-image-2.6-flare', 'gpt-image-2.6-sunburst', 'gpt-image-2.5-flare', 'gpt-image-2.5-sunburst'].map((id) => ({
    id,
    ...none,
    rules: withSize(gptImage(), oneOf('low', 'medium', 'high', 'xhigh', 'max', 'auto')),
  })),
  {
    id: 'gpt-image-2',
    ...none,
    rules: withSize(gptImage({ refuses: ['style', 'response_format', 'input_fidelity'] })),
  },
  { id: 'gpt-image-1.5', ...none, rules: gptImage() },
  { id: 'gpt-image-1', ...none, rules: gptImage() },
  {
    id: 'gpt-image-1-mini',
    ...none,
    rules: gptImage({ refuses: ['style', 'response_format', 'input_fidelity'] }),
  },
  { id: 'chatgpt-image', ...none, rules: gptImage() },
  {
    id: 'dall-e-3',
    ...none,
    rules: rulesOf({
      apis: ['images'],
      input: ['text'],
      output: ['image'],
      refuses: gptImageOnly,
      values: {
        size: oneOf('1024x1024', '1792x1024', '1024x1792'),
        quality: oneOf('standard', 'hd'),
        style: oneOf('vivid', 'natural'),
        response_format: oneOf('url', 'b64_json'),
        n: oneOf(1),
      },
      limits: { prompt: characters(4_000) },
    }),
  },
  {
    id: 'dall-e-2',
    ...none,
    rules: rulesOf({
      apis: ['images'],
      input: ['text', 'image'],
      output: ['image'],
      refuses: [...gptImageOnly, 'style'],
      values: {
        size: oneOf('256x256', '512x512', '1024x1024'),
        quality: oneOf('standard'),
        response_format: oneOf('url', 'b64_json'),
        n: between(1, 10),
      },
      limits: { prompt: characters(1_000), image: megabytes(4), mask: megabytes(4) },
    }),
  },
  { id: 'tts-1', ...none, rules: speech(firstVoices, ['instructions', 'stream_format']) },
  { id: 'tts-1-hd', ...none, rules: speech(firstVoices, ['instructions', 'stream_format']) },
  { id: 'gpt-4o-mini-tts', ...none, rules: speech(undefined) },
  {
    id: 'whisper-1',
    ...none,
    rules: {
      ...transcription(
        ['stream', 'include', 'chunking_strategy', ...speakers, ...vocabulary],
        ['json', 'text', 'srt', 'verbose_json', 'vtt'],
      ),
      apis: ['transcriptions', 'translations'],
    },
  },
  { id: 'gpt-transcribe', ...none, rules: transcription(speakers) },
  {
    id: 'gpt-4o-transcribe',
    ...none,
    ...price(2.5, 10),
    rules: transcription(['timestamp_granularities', ...speakers, ...vocabulary], ['json', 'text']),
  },
  {
    id: 'gpt-4o-mini-transcribe',
    ...none,
    ...price(1.25, 5),
    rules: transcription(['timestamp_granularities', ...speakers, ...vocabulary], ['json', 'text']),
  },
  {
    id: 'gpt-4o-transcribe-diarize',
    ...none,
    rules: transcription(
      ['prompt', 'include', 'timestamp_granularities', ...vocabulary],
      ['json', 'text', 'diarized_json'],
    ),
  },
  { id: 'text-embedding-3-small', ...none, ...price(0.02, 0), contextTokens: 8_192, rules: embedding(1_536) },
  { id: 'text-embedding-3-large', ...none, ...price(0.13, 0), contextTokens: 8_192, rules: embedding(3_072) },
  { id: 'text-embedding-ada-002', ...none, ...price(0.1, 0), contextTokens: 8_192, rules: embedding() },
  { id: 'omni-moderation', ...none, rules: moderation('text', 'image') },
  { id: 'text-moderation', ...none, rules: moderation('text') },
  {
    id: 'gpt-3.5-turbo-instruct',
    ...none,
    ...price(1.5, 2),
    sampling: true,
    contextTokens: 4_096,
    rules: completion(),
  },
  { id: 'davinci-002', ...none, ...price(2, 2), sampling: true, contextTokens: 16_384, rules: completion(['suffix']) },
  {
    id: 'babbage-002',
    ...none,
    ...price(0.4, 0.4),
    sampling: true,
    contextTokens: 16_384,
    rules: completion(['suffix']),
  },
  { id: 'gpt-4o-search-preview', ...none, contextTokens: 128_000, maxOutputTokens: 16_384, rules: search },
  { id: 'gpt-4o-mini-search-preview', ...none, contextTokens: 128_000, maxOutputTokens: 16_384, rules: search },
  { id: 'gpt-5-search-api', ...none, rules: search },
  { id: 'gpt-audio', sampling: true, contextTokens: 128_000, maxOutputTokens: 16_384, rules: chatAudio },
  { id: 'gpt-audio-mini', sampling: true, contextTokens: 128_000, maxOutputTokens: 16_384, rules: chatAudio },
  {
    id: 'gpt-4o-audio',

    sampling: true,
    contextTokens: 128_000,
    maxOutputTokens: 16_384,
    rules: chatAudio,
  },
  {
    id: 'gpt-4o-mini-audio',

    sampling: true,
    contextTokens: 128_000,
    maxOutputTokens: 16_384,
    rules: chatAudio,
  },
  { id: 'gpt-realtime', sampling: true, rules: realtime },
  { id: 'gpt-4o-realtime', sampling: true, rules: realtime },
  { id: 'gpt-4o-mini-realtime', sampling: true, rules: realtime },
];

function withSize(rules: ModelRules, quality = rules.values.quality): ModelRules {
  return { ...rules, values: { ...rules.values, size: freeSize, ...(quality && { quality }) } };
}
