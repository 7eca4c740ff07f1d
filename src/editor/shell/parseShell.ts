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
  // PowerShell keeps variables, the registry and certificates as if they were disks.
  const drive = / (?:[a-z]|env|variable|function|alias|cert|wsman|hk\w+|\w+:):/i.exec(line)?.[0];
  if (drive !== undefined) return { commands: [], asks: [`names a place that is no folder (${drive.trim()})`] };
  const words = line.split(/ +/).map((text) => ({ text, quotedFrom: Infinity, expands: false }));
  return { commands: [{ assignments: [], words }], asks: [] };
}
