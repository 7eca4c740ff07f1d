import type { TextPiece, Value } from './value.ts';

/** How a language writes values. */
export interface Syntax {
  indent: string;
  constant(value: boolean | null): string;
  text(pieces: readonly TextPiece[]): string;
  upload(path: readonly TextPiece[]): string;
  /** A key of an object with what separates it from the value. */
  key(name: string): string;
}

const LINE_WIDTH = 100;

/** A value as source, on one line where it is short. `indent` is that of the line it begins on, `used` what stands before it. */
export function writeValue(value: Value, syntax: Syntax, indent = '', used = 0): string {
  switch (value.kind) {
    case 'constant':
      return syntax.constant(value.value);
    case 'number':
      return value.text;
    case 'text':
      return syntax.text(value.pieces);
    case 'upload':
      return syntax.upload(value.path);
    case 'array':
      return writeList(
        ['[', ']'],
        value.items.map((item) => ['', item] as const),
        syntax,
        indent,
        used,
      );
    case 'object': {
      const entries = value.entries.map(([name, entry]) => [syntax.key(name), entry] as const);
      return writeList(syntax.indent === '  ' ? ['{ ', ' }'] : ['{', '}'], entries, syntax, indent, used);
    }
  }
}

/** `prefix` and value each, between brackets. */
export function writeList(
  [open, close]: readonly [string, string],
  entries: readonly (readonly [prefix: string, value: Value])[],
  syntax: Syntax,
  indent: string,
  used: number,
): string {
  if (entries.length === 0) return open.trim() + close.trim();
  const inner = indent + syntax.indent;
  const lines = entries.map(
    ([prefix, value]) => prefix + writeValue(value, syntax, inner, inner.length + prefix.length),
  );
  const short = `${open}${lines.join(', ')}${close}`;
  if (!short.includes('\n') && used + short.length <= LINE_WIDTH) return short;
  return `${open.trim()}\n${lines.map((line) => `${inner}${line},\n`).join('')}${indent}${close.trim()}`;
}
