import type { Cell, Span } from '../cell.ts';
import { findEndpoint, type Endpoint, type EndpointTable } from '../endpoints.ts';

/** A parameter of a query as it is written. */
export interface QueryParameter {
  name: string;
  value: string;
  span: Span;
  valueSpan: Span;
}

/** Where a cell's request goes. */
export interface Target {
  /** Below the base URL, placeholders masked; undefined where a placeholder or the address of a foreign server decides it. */
  path: string | undefined;
  pathSpan: Span;
  query: readonly QueryParameter[];
  endpoint: Endpoint | undefined;
}

const PLACEHOLDER = /\{\{[^{}]*\}\}/g;

/** Whether a text holds a placeholder, so that its value is not known before it is sent. */
export const hasPlaceholder = (text: string): boolean => text.search(PLACEHOLDER) >= 0;

/** Reads the path and query of a cell, and which endpoint they belong to. */
export function readTarget({ method, target, targetSpan: { start } }: Cell, { endpoints }: EndpointTable): Target {
  const masked = target.replace(PLACEHOLDER, (placeholder) => '_'.repeat(placeholder.length));
  const end = masked.includes('?') ? masked.indexOf('?') : masked.length;
  const base = /^https?:\/\/[^/?]*(\/.*?\/?v\d+(?=\/))?/.exec(masked)?.[0].length ?? 0;
  const isKnown = masked.startsWith('/') || base > 0;
  const path = isKnown ? masked.slice(base, end) : undefined;
  const found = path === undefined || method === 'WEBSOCKET' ? undefined : findEndpoint(endpoints, method, path);
  return {
    path: base > 0 && !found ? undefined : path,
    pathSpan: { start: start + base, end: start + end },
    query: readQuery(target, end + 1, start),
    endpoint: found?.endpoint,
  };
}

function readQuery(target: string, from: number, start: number): QueryParameter[] {
  let at = from;
  const texts = target.slice(from).split('&');
  return texts.flatMap((text) => {
    const span = { start: start + at, end: start + at + text.length };
    at += text.length + 1;
    if (text === '') return [];
    const equals = text.includes('=') ? text.indexOf('=') : text.length;
    const valueSpan = { start: Math.min(span.start + equals + 1, span.end), end: span.end };
    return [{ name: decode(text.slice(0, equals)), value: decode(text.slice(equals + 1)), span, valueSpan }];
  });
}

function decode(text: string): string {
  return text.replace(/(%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch (error) {
      if (error instanceof URIError) return encoded;
      throw error;
    }
  });
}
