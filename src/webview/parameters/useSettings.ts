import { useReducer, useRef } from 'preact/hooks';
import type { ParametersState } from '../../protocol/chat.ts';
import { useHost } from '../host.ts';

type Settings = Pick<ParametersState, 'parameters' | 'hostedTools'>;

/**
 * The parameters and built-in tools, as the extension told them or as they were changed since: the next change begins with
 * that, however long the extension takes. Answers with them and with what changes them.
 */
export function useSettings(told: Settings) {
  const host = useHost();
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const now = useRef<Settings>(told);
  const lastTold = useRef(told);
  const underWay = useRef(0);
  // What is told while a change is under way may be from before it; later it holds the change.
  if (lastTold.current !== told && underWay.current === 0) now.current = told;
  lastTold.current = told;

  const keep = (next: Settings, kept: Promise<void>) => {
    now.current = next;
    underWay.current++;
    draw(undefined);
    const attempted = kept
      .catch((error: unknown) => {
        now.current = lastTold.current;
        draw(undefined);
        throw error;
      })
      .finally(() => underWay.current--);
    host.attempt(attempted);
  };
  const change = (changed: (settings: Settings) => Partial<Settings>) => {
    const { parameters, hostedTools } = now.current;
    const next = { parameters, hostedTools, ...changed(now.current) };
    keep(next, host.call('setSettings', next));
  };
  const reset = () => keep({ parameters: {}, hostedTools: {} }, host.call('resetSettings'));
  return { settings: now.current, change, reset };
}
