import type { CellValue, TablePart } from '../../../protocol/cellResult.ts';
import { numberOf, objectOf, objectsOf, textOf, type Json } from './json.ts';

export const MOST_BATCH_ROWS = 200;
const TEXT_CHARACTERS = 200;

/** Lines of a batch's output or error file as a table; undefined where they are none. */
export function batchTable(lines: readonly Json[]): TablePart | undefined {
  const isResult = ({ custom_id, response, error }: Json) =>
    typeof custom_id === 'string' && (response !== undefined || error !== undefined);
  if (lines.length === 0 || !lines.every(isResult)) return undefined;
  return batchResultTable(lines.slice(0, MOST_BATCH_ROWS), lines.length);
}

/** Results of a batch, a row each; `total` is how many there are. */
export function batchResultTable(results: readonly Json[], total: number): TablePart {
  return {
    kind: 'table',
    label: 'Batch results',
    columns: ['custom_id', 'status', 'answer', 'tokens'],
    rows: results.map(rowOf),
    ...(total > results.length && { note: `Shown are the first ${results.length} of ${total}.` }),
  };
}

function rowOf({ custom_id, response, error }: Json): CellValue[] {
  const { status_code, body } = objectOf(response);
  const answer = objectOf(body);
  const failure =
    textOf(objectOf(error).message) ?? textOf(objectOf(error).code) ?? textOf(objectOf(answer.error).message);
  const tokens = numberOf(objectOf(answer.usage).total_tokens);
  const said = failure ?? textIn(answer) ?? '';
  const line = said.slice(0, 2 * TEXT_CHARACTERS).replace(/\s+/g, ' ');
  const shown = line.length > TEXT_CHARACTERS ? `${line.slice(0, TEXT_CHARACTERS).toWellFormed()}…` : line;
  return [
    textOf(custom_id) ?? null,
    numberOf(status_code) ?? textOf(objectOf(error).code) ?? null,
    shown,
    tokens ?? null,
  ];
}

/** What an answer of any endpoint that batches take says, in a line. */
function textIn({ choices, output, data, results }: Json): string | undefined {
  const [choice] = objectsOf(choices);
  const texts = objectsOf(output).flatMap(({ content }) =>
    objectsOf(content).flatMap(({ text }) => textOf(text) ?? []),
  );
  if (texts.length > 0) return texts.join(' ');
  if (choice) return textOf(objectOf(choice.message).content) ?? textOf(choice.text);
  const [item] = objectsOf(data);
  if (Array.isArray(item?.embedding)) return `${item.embedding.length} dimensions`;
  const [result] = objectsOf(results);
  return result && (result.flagged === true ? 'flagged' : 'not flagged');
}
