import { parseCell, type Span } from '../cell.ts';
import type { Endpoint } from '../endpoints.ts';
import type { CellContext, CellHover } from './context.ts';
import type { JsonBodies } from './jsonBody.ts';
import { describe, fieldSchema, propertiesOf } from './schema.ts';
import { readTarget } from './target.ts';

/** What is known of what stands at a place in a cell. */
export async function hoverCell(
  text: string,
  offset: number,
  { table }: CellContext,
  bodies: JsonBodies,
): Promise<CellHover | undefined> {
  const cell = parseCell(text);
  const { endpoint, query, pathSpan } = readTarget(cell, table);
  const isAt = (span: Span) => span.start <= offset && offset < span.end;
  const { body, headers } = cell;
  if (body?.kind === 'json' && isAt(body.span)) return bodies.hover(text, body.span, endpoint, offset);
  if (!endpoint) return undefined;
  if (isAt(pathSpan)) return { markdown: describeEndpoint(endpoint), ...pathSpan };
  const named = [
    ...query.map(({ name, span }) => ({ name, span, schema: endpoint.query })),
    ...(body?.kind === 'form' ? body.fields.map(({ name, span }) => ({ name, span, schema: endpoint.body })) : []),
  ].find(({ span }) => isAt(span));
  if (named) {
    const { name, span, schema } = named;
    const root = name.split('[', 1)[0] ?? name;
    const found = propertiesOf(schema)[root] ?? fieldSchema(name, schema ?? {}, table.definitions);
    return found && { markdown: describe(root, found, table.definitions), ...span };
  }
  const header = headers.find(({ span }) => isAt(span));
  const wanted = header && endpoint.headers[header.name.toLowerCase()];
  if (!header || wanted === undefined) return undefined;
  return { markdown: `${endpoint.path} wants \`${header.name}: ${wanted}\`.`, ...header.span };
}

function describeEndpoint({ method, path, name, summary, form, headers, query }: Endpoint): string {
  const parameters = Object.keys(propertiesOf(query));
  return [
    `**${method} ${path}**`,
    summary,
    `In the official SDKs: \`client.${name}()\``,
    form ? 'Takes a form: one `name=value` a line, `name=@path` for a file.' : '',
    parameters.length > 0 ? `In the query: ${parameters.map((one) => `\`${one}\``).join(', ')}` : '',
    ...Object.entries(headers).map(
      ([header, value]) => `Header: \`${header}: ${value}\`, sent with it where the cell has none`,
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
