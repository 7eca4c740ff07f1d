import type { ContentFilter } from '../../agent/transcript.ts';
import { Icon } from '../icon.tsx';

/** What the content filter said: open where it stopped something, else folded. */
export function ContentFilters({ filters }: { filters: readonly ContentFilter[] }) {
  const stopped = filters.filter(({ filtered }) => filtered);
  return (
    <details class="filters" open={stopped.length > 0}>
      <summary class="foldLine">
        <Icon name="chevron-right" />
        {stopped.length === 0
          ? 'Content filter: nothing stopped'
          : `Content filter: ${stopped.map(({ category }) => nameOf(category)).join(', ')}`}
      </summary>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Category</th>
            <th scope="col">In</th>
            <th scope="col">Found</th>
            <th scope="col">Stopped</th>
          </tr>
        </thead>
        <tbody>
          {filters.map((filter) => (
            <tr key={`${filter.of} ${filter.category}`} class={filter.filtered ? 'stopped' : ''}>
              <th scope="row">{nameOf(filter.category)}</th>
              <td>{filter.of === 'prompt' ? 'your message' : 'the answer'}</td>
              <td>{found(filter)}</td>
              <td>{filter.filtered ? 'yes' : 'no'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

const found = ({ severity, detected }: ContentFilter): string =>
  severity ?? (detected === undefined ? '' : detected ? 'detected' : 'not detected');

/** `self_harm` as `self harm`. */
const nameOf = (category: string): string => category.replaceAll('_', ' ');
