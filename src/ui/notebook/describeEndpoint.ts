import type { Endpoint, EndpointTable, JsonSchema } from './endpoints.ts';
import { describe, propertiesOf, requiredOf } from './language/schema.ts';

type Definitions = EndpointTable['definitions'];

/** Method and path, as people write an endpoint: `POST /embeddings`. */
export const endpointName = ({ method, path }: Pick<Endpoint, 'method' | 'path'>): string => `${method} ${path}`;

/** The first sentence of what an endpoint does, without links. */
export const summaryOf = ({ summary }: Endpoint): string => firstSentence(withoutLinks(summary));

/**
 * An endpoint with its fields as Markdown, each description cut to `fieldCharacters`: what a model needs to answer
 * questions about it.
 */
export function describeEndpoint(endpoint: Endpoint, definitions: Definitions, fieldCharacters = 300): string {
  const { summary, form, headers, body, query } = endpoint;
  const extra = Object.entries(headers).map(([name, value]) => `Header: ${name}: ${value}`);
  return [
    `## ${endpointName(endpoint)}`,
    withoutLinks(summary),
    ...extra,
    ...fieldsOf('Query parameters', query, definitions, fieldCharacters),
    ...fieldsOf(form ? 'Form fields' : 'JSON body', body, definitions, fieldCharacters),
  ].join('\n\n');
}

function fieldsOf(title: string, schema: JsonSchema | undefined, definitions: Definitions, most: number): string[] {
  const fields = Object.entries(propertiesOf(schema));
  if (fields.length === 0) return [];
  const required = requiredOf(schema);
  const inOrder = fields.toSorted(([a], [b]) => Number(required.includes(b)) - Number(required.includes(a)));
  const lines = inOrder.map(([name, field]) => {
    const text = withoutLinks(describe(name, field, definitions)).replaceAll(/\s+/g, ' ');
    const mark = required.includes(name) ? ' (required)' : '';
    return `- ${cut(text.replace(`**${name}**`, `**${name}**${mark}`), most)}`;
  });
  return [`${title}:\n${lines.join('\n')}`];
}

const withoutLinks = (markdown: string): string => markdown.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();

const firstSentence = (text: string): string => /^[^]*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
