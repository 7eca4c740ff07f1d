import type { JSX } from 'preact';
import type { EmbeddingItem, EmbeddingsPart } from '../../../protocol/cellResult.ts';
import { formatCount } from '../../../protocol/figures.ts';

export function EmbeddingsView({ part: { items, similarity } }: { part: EmbeddingsPart }): JSX.Element {
  return (
    <section class="part" aria-label="Embeddings">
      <div class="tableFrame" tabIndex={0}>
        <table class="data">
          <thead>
            <tr>
              <th scope="col" class="number">
                #
              </th>
              <th scope="col">Input</th>
              <th scope="col" class="number">
                Dimensions
              </th>
              <th scope="col" class="number">
                Norm
              </th>
              <th scope="col">First numbers</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ label, dimensions, norm, head }, index) => (
              <tr key={index}>
                <td class="number">{index + 1}</td>
                <th scope="row" class="clipped" title={label}>
                  {label}
                </th>
                <td class="number">{formatCount(dimensions)}</td>
                <td class="number">{norm.toFixed(4)}</td>
                <td class="numbers">
                  {[...head.map((value) => value.toFixed(4)), ...(head.length < dimensions ? ['…'] : [])].join('  ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {similarity && similarity.length > 1 && <HeatMap items={items} similarity={similarity} />}
    </section>
  );
}

interface HeatMapProps {
  items: readonly EmbeddingItem[];
  similarity: readonly (readonly number[])[];
}

/** A cell's number says what its colour does: the colour is the share of the way from the least similar pair to 1. */
function HeatMap({ items, similarity }: HeatMapProps): JSX.Element {
  const least = Math.min(1, ...similarity.flat());
  const labels = similarity.map((_, index) => items[index]?.label ?? `Input ${index + 1}`);
  return (
    <div class="tableFrame heat" tabIndex={0}>
      <table>
        <caption>Cosine similarity</caption>
        <thead>
          <tr>
            <td />
            {labels.map((label, index) => (
              <th key={index} scope="col" title={label} aria-label={label}>
                {index + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {similarity.map((row, index) => (
            <tr key={index}>
              <th scope="row" title={labels[index]}>
                <span class="fine">{index + 1}</span> {labels[index]}
              </th>
              {row.map((value, column) => (
                <td
                  key={column}
                  style={{ '--heat': `${Math.round(60 * shareOf(value, least))}%` }}
                  title={`${labels[index] ?? ''} – ${labels[column] ?? ''}: ${value.toFixed(4)}`}
                >
                  {withoutMinusZero(value.toFixed(2))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What is rounded to nothing has no sign. */
const withoutMinusZero = (figure: string): string => figure.replace(/^-(?=[0.]+$)/, '');

const shareOf = (value: number, least: number): number =>
  least >= 1 ? 1 : Math.min(1, Math.max(0, (value - least) / (1 - least)));
