import { chooseTaskModel, type ModelTask } from '../../agent/models/taskModels.ts';
import { endpointName } from './describeEndpoint.ts';
import type { Endpoint, EndpointTable, JsonSchema } from './endpoints.ts';
import { apiOfPath } from './language/apiOfPath.ts';
import { alternatives, isFile, propertiesOf, requiredOf, valuesOf } from './language/schema.ts';

type Definitions = EndpointTable['definitions'];

/** What stands in fields that take any text. */
const texts: Readonly<Record<string, string>> = {
  input: 'Say hello in three languages.',
  prompt: 'A lighthouse at dawn',
  query: 'lighthouse',
  voice: 'alloy',
};

/** Fields that a request makes no sense without, though the API asks for none. */
const alsoWanted: Readonly<Record<string, readonly string[]>> = { '/responses': ['model', 'input'] };

/**
 * A request of an endpoint with what it must have, as the text of a cell: parameters of the path stay in braces for the user
 * to fill in. `chatModel` is for those that chat; others have one that the API names.
 */
export function sampleCell(endpoint: Endpoint, definitions: Definitions, chatModel = ''): string {
  const { path, form, body, query } = endpoint;
  const needed = requiredOf(query).map((name) => `${name}=${plain(name, propertiesOf(query)[name], definitions)}`);
  const line = `${endpointName(endpoint)}${needed.length > 0 ? `?${needed.join('&')}` : ''}`;
  if (!body) return line;
  const names = [...new Set([...(alsoWanted[path] ?? []), ...requiredOf(body)])];
  const values = names.map((name): [string, unknown] => {
    const schema = propertiesOf(body)[name];
    if (name === 'model') return [name, modelFor(path, schema ? valuesOf(schema, definitions).values : [], chatModel)];
    if (name === 'messages' && path === '/chat/completions') return [name, [{ role: 'user', content: texts.input }]];
    return [name, schema ? sample(name, schema, definitions) : ''];
  });
  if (!form) return `${line}\n\n${JSON.stringify(Object.fromEntries(values), undefined, 2)}`;
  const lines = values.map(([name, value]) =>
    isFile(propertiesOf(body)[name] ?? {}, definitions) ? `${name}=@` : `${name}=${textOf(value)}`,
  );
  return [line, '', ...lines].join('\n').trimEnd();
}

const tasks: Readonly<Partial<Record<ReturnType<typeof apiOfPath> & string, ModelTask>>> = {
  images: 'image',
  speech: 'speech',
  transcriptions: 'transcription',
  translations: 'translation',
  embeddings: 'embedding',
  moderations: 'moderation',
};

function modelFor(path: string, known: readonly string[], chatModel: string): string {
  const api = apiOfPath(path);
  const task = api && tasks[api];
  if (task) return chooseTaskModel(task, known) ?? known.at(-1) ?? '';
  return api === 'completions' || path.startsWith('/fine_tuning') ? (known[0] ?? '') : chatModel;
}

const mostLevels = 4;

function sample(name: string, schema: JsonSchema, definitions: Definitions, level = 0): unknown {
  const [first = {}] = alternatives(schema, definitions);
  const { values } = valuesOf(first, definitions);
  const types = [first.type].flat();
  const [known] = values;
  if (types.includes('array')) {
    const { items } = first as { items?: JsonSchema };
    return items && level < mostLevels ? [sample(name, items, definitions, level + 1)] : [];
  }
  if (types.includes('boolean')) return false;
  if (known !== undefined) return known;
  if (types.includes('number') || types.includes('integer')) return 0;
  if (types.includes('object') || first.properties !== undefined) {
    if (level >= mostLevels) return {};
    const inner = requiredOf(first).map((key): [string, unknown] => [
      key,
      sample(key, propertiesOf(first)[key] ?? {}, definitions, level + 1),
    ]);
    return Object.fromEntries(inner);
  }
  return texts[name] ?? '';
}

const plain = (name: string, schema: JsonSchema | undefined, definitions: Definitions): string =>
  encodeURIComponent(textOf(schema ? sample(name, schema, definitions) : ''));

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
