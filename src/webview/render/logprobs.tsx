import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TokenLogprob } from '../../agent/transcript.ts';
import { formatCount } from '../../protocol/figures.ts';

const shownAtOnce = 2_000;

/** The tokens of an answer, the less likely the stronger their ground; the one that is pointed at with its alternatives. */
export function Logprobs({ tokens }: { tokens: readonly TokenLogprob[] }) {
  const [limit, setLimit] = useState(shownAtOnce);
  const [current, setCurrent] = useState(0);
  const map = useRef<HTMLDivElement>(null);
  const shown = tokens.slice(0, limit);
  const focused = useRef(false);
  useLayoutEffect(() => {
    if (focused.current) map.current?.querySelector<HTMLElement>(`[data-token="${current}"]`)?.focus();
  }, [current]);
  const onKeyDown = (event: KeyboardEvent) => {
    const target = targetOf(event, current, shown.length);
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    focused.current = true;
    setCurrent(target);
  };
  const token = tokens[current];
  return (
    <div class="logprobs">
      <div class="heatMap" role="listbox" aria-label="Token probabilities" ref={map} onKeyDown={onKeyDown}>
        {shown.map((one, index) => (
          <span
            key={index}
            role="option"
            aria-selected={index === current}
            aria-label={`${visible(one.token)}, ${percent(one.logprob)}`}
            tabIndex={index === current ? 0 : -1}
            data-token={index}
            class={`heat heat${levelOf(one.logprob)}`}
            onFocus={() => setCurrent(index)}
            onMouseEnter={() => {
              focused.current = false;
              setCurrent(index);
            }}
          >
            {one.token}
          </span>
        ))}
      </div>
      {tokens.length > limit && (
        <button type="button" class="textButton" onClick={() => setLimit(limit + shownAtOnce)}>
          Show more of {formatCount(tokens.length)} tokens
        </button>
      )}
      {token && <Detail token={token} />}
    </div>
  );
}

function Detail({ token: { token, logprob, top } }: { token: TokenLogprob }) {
  const others = top.filter(([other]) => other !== token);
  return (
    <table class="tokenDetail" aria-label="Token and its alternatives">
      <tbody>
        {[[token, logprob] as const, ...others].map(([text, log], index) => (
          <tr key={index} class={index === 0 ? 'chosen' : ''}>
            <td>
              <code>{visible(text)}</code>
            </td>
            <td>
              <meter min={0} max={1} value={Math.exp(log)} aria-hidden="true" />
            </td>
            <td>{percent(log)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function targetOf({ key }: KeyboardEvent, current: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(count - 1, current + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(0, current - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** 1: as good as certain, to 5: a guess. */
function levelOf(logprob: number): number {
  const probability = Math.exp(logprob);
  return [0.95, 0.75, 0.5, 0.25].findIndex((least) => probability >= least) + 1 || 5;
}

/** What cannot be seen, named. */
const visible = (token: string): string => token.replaceAll('\n', '↵').replaceAll('\t', '⇥').replaceAll(' ', '␣');

const percent = (logprob: number): string => {
  const value = Math.exp(Math.min(0, logprob)) * 100;
  return `${value < 1 ? value.toPrecision(1) : value.toFixed(1)} %`;
};
