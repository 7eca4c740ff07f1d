/** A schema as `vscode-json-languageservice` takes it. */
export type JsonSchema = Record<string, unknown>;

/** One method of the API: a row of the table that is made at build time. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below the base URL, each parameter in braces: `/files/{file_id}/content`. */
  path: string;
  /** Of the method in the official SDK and in our client: `files.content`. */
  name: string;
  /** What it does, from the official package's documentation. Markdown. */
  summary: string;
  /** True where the body is a form. */
  form: boolean;
  /** What the endpoint wants besides the usual ones: `OpenAI-Beta`. */
  headers: Readonly<Record<string, string>>;
  body?: JsonSchema;
  query?: JsonSchema;
}

export interface EndpointTable {
  endpoints: readonly Endpoint[];
  /** What the schemas refer to as `#/definitions/…`. */
  definitions: Readonly<Record<string, JsonSchema>>;
}

/** The endpoint that a method and a path belong to; a path with the fewest parameters wins. */
export function findEndpoint(
  endpoints: readonly Endpoint[],
  method: string,
  path: string,
): { endpoint: Endpoint; parameters: Record<string, string> } | undefined {
  const segments = path.split('/');
  const matches = endpoints
    .filter((endpoint) => endpoint.method === method)
    .flatMap((endpoint) => {
      const parameters = parametersOf(endpoint.path.split('/'), segments);
      return parameters ? [{ endpoint, parameters }] : [];
    });
  return matches.sort((a, b) => Object.keys(a.parameters).length - Object.keys(b.parameters).length)[0];
}

function parametersOf(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== segment : segment === '') return undefined;
    if (name !== undefined) parameters[name] = segment;
  }
  return parameters;
}
