import { contentFilters, type ContentFilter } from '../../../openai/contentFilter.ts';
import type { CellValue, TablePart } from '../../../protocol/cellResult.ts';
import { objectOf, objectsOf, type Json } from './json.ts';

/** What Azure's content filter found in the prompt and in the answer, a row per category; none of other servers. */
export function filterTable(value: unknown): TablePart[] {
  const answer = objectOf(value);
  const rows = [...rowsOf('prompt', promptFilters(answer)), ...rowsOf('answer', answerFilters(answer))];
  if (rows.length === 0) return [];
  return [{ kind: 'table', label: 'Content filter', columns: ['of', 'category', 'found', 'filtered'], rows }];
}

function promptFilters({ prompt_filter_results, prompt_annotations, content_filters, data }: Json) {
  const held = objectsOf(content_filters).filter(isOfPrompt);
  const images = objectsOf(data).map(({ prompt_filter_results }) => ({ prompt_filter_results }));
  return contentFilters({ prompt_filter_results, prompt_annotations, content_filters: held, data: images });
}

function answerFilters({ choices, content_filters, content_filter_results, data }: Json) {
  const held = objectsOf(content_filters).filter((one) => !isOfPrompt(one));
  const images = objectsOf(data).map(({ content_filter_results }) => ({ content_filter_results }));
  return contentFilters({ choices, content_filters: held, content_filter_results, data: images });
}

const isOfPrompt = ({ source_type }: Json): boolean => source_type === 'prompt';

/** A category once with what is the same in all choices. */
function rowsOf(of: string, filters: readonly ContentFilter[]): CellValue[][] {
  const rows = filters.map(({ category, severity, detected, filtered }): CellValue[] => {
    const found = severity ?? (detected === undefined ? null : detected ? 'detected' : 'nothing');
    return [of, category.replaceAll('_', ' '), found, filtered ? 'yes' : 'no'];
  });
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
