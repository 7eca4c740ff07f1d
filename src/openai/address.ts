import { bracketed } from './brackets.ts';
import { OpenAIError } from './errors.ts';

/** Throws an `OpenAIError` for what is no http or https address. */
export function parseBaseURL(baseURL: string): URL {
  const url = URL.canParse(baseURL) ? new URL(baseURL) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new OpenAIError({
    kind: 'invalidRequest',
    message: `The base URL must start with https:// or http://: ${baseURL}`,
  });
}

/** Parameters of a query: texts, numbers, booleans, and arrays and objects of them. Undefined is left out. */
export type Query = object;

/**
 * Path and query below a base URL, whose own query stays. Arrays are sent as `name[]=`, objects as `name[key]=`, as the
 * official SDK does.
 */
export function resolve(base: URL, path: string, query: Query = {}): string {
  const parameters = new URLSearchParams(base.search);
  for (const [name, value] of bracketed(query)) {
    parameters.append(name, value === null ? '' : `${value as string | number | boolean}`);
  }
  const search = parameters.size === 0 ? '' : `?${parameters.toString()}`;
  return base.pathname.replace(/\/$/, '') + path + search;
}

/** A path from a template: each value is encoded and stays one segment. Throws an `OpenAIError` for one that cannot. */
export function path(literals: TemplateStringsArray, ...values: string[]): string {
  const segments = values.map((value) => {
    if (/^(\.|%2e){0,2}$/i.test(value)) {
      throw new OpenAIError({ kind: 'invalidRequest', message: `"${value}" is not an id.` });
    }
    return value.replace(/[^\w\-.~!$&'()*+,;=:@]+/g, encodeURIComponent);
  });
  return String.raw({ raw: literals }, ...segments);
}
