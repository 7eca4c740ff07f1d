import type { Usage } from '../../agent/transcript.ts';
import { formatCost, formatCount } from '../../protocol/figures.ts';

const rows: readonly (readonly [string, (usage: Usage) => number | undefined])[] = [
  ['Input', ({ inputTokens }) => inputTokens],
  ['of these cached', ({ cachedTokens }) => cachedTokens],
  ['of these written to the cache', ({ cacheWriteTokens }) => cacheWriteTokens],
  ['of these audio', ({ inputAudioTokens }) => inputAudioTokens],
  ['Output', ({ outputTokens }) => outputTokens],
  ['of these reasoning', ({ reasoningTokens }) => reasoningTokens],
  ['of these audio', ({ outputAudioTokens }) => outputAudioTokens],
];

/** Stands before figures that are estimated. */
export const aboutOf = ({ estimated }: Usage) => (estimated ? 'about ' : '');

/** Tokens and costs of a turn, and of each of its requests where there were several. */
export function UsageDetails({ total, requests }: { total: Usage; requests: readonly Usage[] }) {
  const columns = [...requests, total];
  const kinds = rows.filter(([label, count]) => !label.startsWith('of') || columns.some((usage) => count(usage)));
  return (
    <div class="tableFrame" tabIndex={0}>
      <table class="figures" aria-label="Usage details">
        {requests.length > 0 && (
          <thead>
            <tr>
              <th scope="col">Tokens</th>
              {requests.map((_, index) => (
                <th key={index} scope="col">
                  Request {index + 1}
                </th>
              ))}
              <th scope="col">Turn</th>
            </tr>
          </thead>
        )}
        <tbody>
          {kinds.map(([label, count], row) => (
            <tr key={row} class={label.startsWith('of') ? 'part' : ''}>
              <th scope="row">{label}</th>
              {columns.map((usage, index) => (
                <td key={index}>
                  {aboutOf(usage)}
                  {formatCount(count(usage) ?? 0)}
                </td>
              ))}
            </tr>
          ))}
          {columns.some(({ costUsd }) => costUsd !== undefined) && (
            <tr>
              <th scope="row">Cost</th>
              {columns.map((usage, index) => (
                <td key={index}>
                  {usage.costUsd === undefined ? '–' : `${aboutOf(usage)}${formatCost(usage.costUsd)}`}
                </td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
