import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { importAgain } from './importAgain.ts';

interface LazyOptions<Props> {
  /** Begins a sentence: `The player`. */
  what: string;
  /** Shown until the component is there: what can be shown without it, or nothing but that it is being loaded. */
  plain?: (props: Props) => JSX.Element;
}

/** A component whose code is loaded when it is first shown. Where that fails it says so, and tries again on request. */
export function lazy<Module, Props extends object>(
  load: () => Promise<Module>,
  choose: (module: Module) => ComponentType<Props>,
  { what, plain }: LazyOptions<Props>,
): (props: Props) => JSX.Element {
  let loaded: ComponentType<Props> | undefined;
  let loading: Promise<void> | undefined;
  let failures: readonly unknown[] = [];
  /** Of all that are shown: they wait for the same code. */
  const redraws = new Set<() => void>();
  const redrawAll = () => {
    for (const redraw of redraws) redraw();
  };
  const start = () => {
    if (loaded || loading) return;
    const { length: attempt, [0]: first } = failures;
    loading = (attempt === 0 ? load() : importAgain(load, first, attempt))
      .then(
        (module) => {
          loaded = choose(module);
        },
        // The browser logs the reason; a reader has no use for it.
        (error: unknown) => {
          failures = [...failures, error];
        },
      )
      .finally(() => {
        loading = undefined;
        redrawAll();
      });
    redrawAll();
  };
  return function Lazy(props: Props) {
    const [, setTurn] = useState(0);
    useEffect(() => {
      const redraw = () => setTurn((turn) => turn + 1);
      redraws.add(redraw);
      if (failures.length === 0) start();
      return () => {
        redraws.delete(redraw);
      };
    }, []);
    if (loaded) {
      const Loaded = loaded;
      return <Loaded {...props} />;
    }
    return (
      <>
        {plain?.(props)}
        {failures.length > 0 ? (
          <LoadFailure what={what} loading={loading !== undefined} onRetry={start} />
        ) : (
          !plain && <p class="fine">{what} is being loaded…</p>
        )}
      </>
    );
  };
}

function LoadFailure({ what, loading, onRetry }: { what: string; loading: boolean; onRetry: () => void }): JSX.Element {
  return (
    <p class="fine buttonRow">
      <span role="status">{loading ? `${what} is being loaded…` : `${what} could not be loaded.`}</span>
      <button type="button" class="button secondary" aria-disabled={loading} onClick={onRetry}>
        Try Again
      </button>
    </p>
  );
}
