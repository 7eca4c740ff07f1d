import type { ResultPart } from '../../../protocol/cellResult.ts';
import { filterTable } from './filterTable.ts';
import { jsonPart, objectOf, textOf } from './json.ts';
import type { Answer, Sent } from './answer.ts';
import { audioSecondsOf, usageOf } from './usageOf.ts';

/** An answer of JSON with what was found in it and what a filter said of it; the JSON itself comes last, open where nothing else is there. */
export function finish(value: unknown, said: readonly ResultPart[], sent: Sent): Answer {
  const usage = usageOf(value);
  const model = textOf(objectOf(value).model) ?? textOf(sent.body?.model);
  const audioSeconds = audioSecondsOf(value);
  return {
    parts: [...said, ...filterTable(value), jsonPart(value, said.length > 0)],
    value,
    ...(usage && { usage }),
    ...(model !== undefined && { model }),
    ...(audioSeconds !== undefined && { audioSeconds }),
  };
}
