import { findNodeAtLocation, parse, parseTree, type Node } from 'jsonc-parser';
import { modelRules } from '../../../agent/models/catalog.ts';
import { shapeRequest } from '../../../agent/models/shapeRequest.ts';
import type { Api } from '../../../agent/models/rules.ts';
import { OpenAIError } from '../../../openai/errors.ts';
import { isObject } from '../../../openai/isObject.ts';
import type { Cell, CellBody, Span } from '../cell.ts';
import { apiOfPath } from './apiOfPath.ts';
import type { CellDiagnostic } from './context.ts';
import { hasPlaceholder, type Target } from './target.ts';

/** What the model of a request does not take, by what is known of models: "temperature: o3 takes none". */
export function diagnoseModel({ body }: Cell, { endpoint }: Target): CellDiagnostic[] {
  const api = endpoint && apiOfPath(endpoint.path);
  const value = body && valueOf(body);
  if (!api || !body || !isObject(value)) return [];
  const spanOf = (name: string) => spanIn(body, name) ?? spanIn(body, 'model') ?? body.span;
  return [...notServed(api, value), ...refusals(api, value)].map((message) => ({
    message: /[.!?]$/.test(message) ? message : `${message}.`,
    severity: 'warning',
    ...spanOf(/^([\w.]+)(\[|:)/.exec(message)?.[1] ?? 'model'),
  }));
}

function notServed(api: Api, { model }: Record<string, unknown>): string[] {
  const rules = typeof model === 'string' ? modelRules(model) : undefined;
  if (!rules || rules.apis.includes(api)) return [];
  return [`model: ${String(model)} is not served here, as far as is known`];
}

function refusals(api: Api, value: object): string[] {
  try {
    return shapeRequest(api, value).dropped;
  } catch (error) {
    if (error instanceof OpenAIError) return [error.message];
    throw error;
  }
}

/** The body without what is not known before it is sent: placeholders and files. */
function valueOf(body: CellBody): unknown {
  if (body.kind === 'json') return withoutPlaceholders(parse(body.text));
  const fields = body.fields.filter(
    ({ name, value, isFile }) => !isFile && !name.includes('[') && !hasPlaceholder(value),
  );
  return Object.fromEntries(
    fields.map(({ name, value }) => [name, /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value]),
  );
}

function withoutPlaceholders(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaceholders);
  if (!isObject(value)) return value;
  const known = Object.entries(value).filter(([, one]) => typeof one !== 'string' || !hasPlaceholder(one));
  return Object.fromEntries(known.map(([key, one]) => [key, withoutPlaceholders(one)]));
}

/** Where a parameter is written; `text.verbosity` is one within another. */
function spanIn(body: CellBody, name: string): Span | undefined {
  if (body.kind === 'form') return body.fields.find((field) => field.name === name)?.span;
  const tree = parseTree(body.text);
  const property = tree && nameOf(findNodeAtLocation(tree, name.split('.')));
  return property && shift(property, body.span.start);
}

const nameOf = (value: Node | undefined): Node | undefined => value?.parent?.children?.[0];

const shift = ({ offset, length }: Node, by: number): Span => ({ start: offset + by, end: offset + by + length });
