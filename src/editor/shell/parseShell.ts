import { ShellReader } from './shellReader.ts';
import type { ParsedLine } from './shellSyntax.ts';

/** Parses a line (or several) of bash, zsh or a POSIX shell. What is not certain is among `asks`. Pure. */
export function parseShell(line: string): ParsedLine {
  return new ShellReader(line).read();
}

/** Parses for shells whose rules differ (PowerShell, cmd, fish): only words that mean the same in all of them. */
export function parseForeignShell(line: string): ParsedLine {
  const plain = /^[\w/:+-][\w./:=+-]*(?: +[\w./:=+-]+)*$/;
  if (!plain.test(line)) return { commands: [], asks: ['is not understood: only plain words are, in this shell'] };
  const words = line.split(/ +/).map((text) => ({ text, quotedFrom: Infinity, expands: false }));
  return { commands: [{ assignments: [], words }], asks: [] };
}
