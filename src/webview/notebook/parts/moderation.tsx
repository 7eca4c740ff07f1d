import type { JSX } from 'preact';
import type { ModerationPart } from '../../../protocol/cellResult.ts';
import { Icon } from '../../icon.tsx';

export function ModerationView({ part: { label, flagged, categories } }: { part: ModerationPart }): JSX.Element {
  return (
    <section class="part moderation" aria-label={label ?? 'Moderation'}>
      <div class="head">
        {label !== undefined && <h4 class="label">{label}</h4>}
        <span class={`chip ${flagged ? 'bad' : 'good'}`}>
          <Icon name={flagged ? 'warning' : 'check'} />
          {flagged ? 'Flagged' : 'Not flagged'}
        </span>
      </div>
      <table class="bars">
        <thead class="unseen">
          <tr>
            <th scope="col">Category</th>
            <th scope="col">Score</th>
            <th scope="col">Flagged</th>
          </tr>
        </thead>
        <tbody>
          {categories.map((category) => (
            <tr key={category.name} class={category.flagged ? 'flagged' : ''}>
              <th scope="row">{category.name}</th>
              <td class="score">
                <span class="bar" aria-hidden="true">
                  <span style={{ width: `${100 * Math.min(1, Math.max(0, category.score))}%` }} />
                </span>
                <span class="number">{formatScore(category.score)}</span>
              </td>
              <td class="mark">
                {category.flagged && (
                  <>
                    <Icon name="warning" />
                    flagged
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const formatScore = (score: number): string => (score > 0 && score < 0.0001 ? '< 0.0001' : score.toFixed(4));
