import type { CellValue } from '../../protocol/cellResult.ts';

/** The table as CSV or TSV with its head, lines ended by CR LF as RFC 4180 has it. */
export function toDelimited(
  columns: readonly string[],
  rows: readonly (readonly CellValue[])[],
  delimiter: ',' | '\t',
): string {
  const field = (value: CellValue): string =>
    quote(typeof value === 'string' ? unlikeFormula(value) : String(value ?? ''));
  const quote = (text: string): string =>
    text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return [columns, ...rows].map((row) => row.map(field).join(delimiter)).join('\r\n') + '\r\n';
}

/** A spreadsheet runs text that begins like a formula, and the text is a server's. */
const unlikeFormula = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
