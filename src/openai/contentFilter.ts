/** What Azure's content filter found in one category. */
export interface ContentFilter {
  /** As Azure names it: `hate`, `violence`, `jailbreak`, `protected_material_code`, `custom_blocklists` … */
  category: string;
  /** True where it kept something back. */
  filtered: boolean;
  /** `safe`, `low`, `medium` or `high`, of categories that have degrees. */
  severity?: string;
  /** Of categories that have none. */
  detected?: boolean;
}

/** Where answers, chunks, events and errors have the results themselves: category to result. */
const RESULTS = ['content_filter_results', 'content_filter_result'];

/** Where they have more objects with results in them. */
const HOLDERS = [
  'prompt_filter_results',
  'prompt_annotations',
  'content_filters',
  'choices',
  'data',
  'response',
  'error',
  'innererror',
  'inner_error',
];

/**
 * The content filter results of an answer, a chunk, an event or an error of Azure OpenAI, the prompt's first; none for
 * what other servers send. Shapes: learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter-annotations
 */
export function contentFilters(value: unknown): readonly ContentFilter[] {
  if (Array.isArray(value)) return value.flatMap(contentFilters);
  if (!isRecord(value)) return [];
  const held = HOLDERS.flatMap((name) => (isRecord(value[name]) ? contentFilters(value[name]) : []));
  const own = RESULTS.flatMap((name) => (isRecord(value[name]) ? resultsOf(value[name]) : []));
  // Of images, the prompt's results are the categories themselves.
  const prompt = value.prompt_filter_results;
  return [...(isRecord(prompt) && !Array.isArray(prompt) ? resultsOf(prompt) : []), ...held, ...own];
}

/** "hate (high), jailbreak": what was filtered, each category once; undefined for nothing. */
export function filteredCategories(value: unknown): string | undefined {
  const filtered = contentFilters(value).filter((filter) => filter.filtered);
  const names = filtered.map(({ category, severity }) => {
    const name = category.replaceAll('_', ' ');
    return severity === undefined ? name : `${name} (${severity})`;
  });
  return names.length === 0 ? undefined : [...new Set(names)].join(', ');
}

function resultsOf(results: Record<string, unknown>): ContentFilter[] {
  return Object.entries(results).flatMap(([category, result]) => {
    // The older list of block lists: an entry for each that matched.
    const one: unknown = Array.isArray(result) ? result.find((entry) => isRecord(entry) && entry.filtered) : result;
    if (!isRecord(one) || typeof one.filtered !== 'boolean') return [];
    const { filtered, severity, detected } = one;
    return {
      category,
      filtered,
      ...(typeof severity === 'string' && { severity }),
      ...(typeof detected === 'boolean' && { detected }),
    };
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
