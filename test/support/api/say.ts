import { answerLines } from './lines.ts';
import { isObject, objectsIn, textIn, type Json } from './api.ts';

/** A request to a model, whatever API it came by. */
export interface Ask {
  model: string;
  /** System texts and all that was said, oldest first. */
  messages: readonly { role: string; text: string }[];
  /** What the tools of the last turn answered. */
  toolResults: readonly string[];
  tools: readonly Json[];
  toolChoice: unknown;
  /** What the answer must look like. */
  schema?: Json;
  wantsJson: boolean;
}

export interface Said {
  text: string;
  reasoning?: string;
  refusal?: string;
  calls?: readonly { name: string; args: unknown }[];
  /** What is looked for in the web, and the pages that the text comes from. */
  search?: { query: string; pages: readonly { title: string; url: string; from: string }[] };
  /** A picture that is drawn. */
  picture?: string;
  /** Python that is run. */
  code?: { input: string; output: string };
}

/** What the model of the local server says. It depends on the request alone. */
export function say(ask: Ask): Said {
  const prompt = lastPrompt(ask);
  const functions = ask.tools.filter(({ type }) => type === 'function');
  const has = (type: RegExp) => ask.tools.some((tool) => type.test(textIn(tool.type)));
  if (/\bbuild a bomb\b|hot-wire a car/i.test(prompt)) return { text: '', refusal: 'I cannot help with that.' };
  const lastResult = ask.toolResults.at(-1);
  if (lastResult !== undefined) return { text: aboutResult(lastResult) };
  if (functions.length > 0 && ask.toolChoice !== 'none') {
    const chosen = nameOf(isObject(ask.toolChoice) ? ask.toolChoice : {});
    const tool = functions.find((each) => nameOf(each) === chosen) ?? functions[0] ?? {};
    const { parameters } = isObject(tool.function) ? tool.function : tool;
    return {
      text: '',
      calls: [{ name: nameOf(tool), args: instanceOf(isObject(parameters) ? parameters : {}, prompt) }],
    };
  }
  if (has(/^image_generation/)) return { text: 'Here it is.', picture: prompt };
  if (has(/^web_search/) || ask.model.includes('search')) return searched(prompt);
  if (has(/^code_interpreter/)) {
    return { text: 'The mean is 4.2 metres.', code: { input: 'print(sum([3.9, 4.1, 4.6]) / 3)', output: '4.2\n' } };
  }
  const reasoning = /^(o\d|gpt-5)/.test(ask.model) && {
    reasoning: `**Reading the question**\n\nIt is about: ${prompt.slice(0, 60)}`,
  };
  if (ask.schema) return { text: JSON.stringify(instanceOf(ask.schema, prompt), undefined, 2), ...reasoning };
  if (ask.wantsJson) return { text: '{"harbour":"Old Pier","boats":12,"open":true}', ...reasoning };
  return { text: answerLines(prompt, ask.messages), ...reasoning };
}

export const lastPrompt = ({ messages }: Pick<Ask, 'messages'>): string =>
  (messages.findLast(({ role }) => role === 'user')?.text ?? '').replace(
    /\n\n\[From the editor, as data\. [^\n]*\]$/,
    '',
  );

/** Four characters are about one token. */
export const tokensOf = (text: string): number => Math.ceil(text.length / 4);

export const wordsOf = (text: string): string[] => text.match(/\s*\S+\s*?/g) ?? [];

const nameOf = (tool: Json): string => textIn(isObject(tool.function) ? tool.function.name : tool.name);

function aboutResult(result: string): string {
  const value = parsed(result);
  if (!isObject(value)) return `The tool says: ${result}`;
  const facts = Object.entries(value).map(([name, fact]) => `${name} ${String(fact)}`);
  return `It has answered: **${facts.join(', ')}**.`;
}

function searched(prompt: string): Said {
  const first = 'The ferry runs again since Monday.';
  const second = 'The harbour light has been renewed.';
  return {
    text: `${first} ${second}`,
    search: {
      query: prompt.slice(0, 60),
      pages: [
        { title: 'Ferry timetable', url: 'https://example.com/ferry', from: first },
        { title: 'Harbour news', url: 'https://example.com/harbour?from=news', from: second },
      ],
    },
  };
}

const examples: Record<string, string> = {
  name: 'Nora Lind',
  job: 'lighthouse keeper',
  date: '2027-06-12',
  title: 'Harbour festival',
  sentiment: 'positive',
  currency: 'EUR',
};

/** A value that a JSON Schema takes. */
function instanceOf(schema: Json, prompt: string, name = '', root: Json = schema): unknown {
  const again = (other: unknown, of = name) => instanceOf(isObject(other) ? other : {}, prompt, of, root);
  if (typeof schema.$ref === 'string') {
    return again(
      schema.$ref
        .split('/')
        .slice(1)
        .reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), root),
    );
  }
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const [choice] = objectsIn(schema.anyOf ?? schema.oneOf);
  if (choice) return again(choice);
  const type: unknown = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'array') return [again(schema.items), again(schema.items, `${name}2`)];
  if (type === 'integer' || type === 'number') return Number(/\d+/.exec(prompt)?.[0] ?? schema.minimum ?? 3);
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  if (type === 'string') {
    const place = / (?:in|at|for) ([A-Z]\p{L}+)/u.exec(prompt)?.[1];
    if (/location|city|place/.test(name)) return place ?? 'Oslo';
    const [clause = ''] = prompt.split(/[.,;]/);
    return examples[name] ?? (clause === '' ? 'text' : clause.slice(0, 40));
  }
  const properties = isObject(schema.properties) ? schema.properties : {};
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, again(value, key)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
