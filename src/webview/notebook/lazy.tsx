import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A component whose code is loaded when it is first shown; until then `placeholder` is. */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  placeholder: (props: Props) => JSX.Element,
): (props: Props) => JSX.Element {
  let loaded: ComponentType<Props> | undefined;
  let failed = false;
  let loading: Promise<void> | undefined;
  const start = () =>
    load().then(
      (component) => {
        loaded = component;
      },
      () => {
        failed = true;
      },
    );
  return function Lazy(props: Props) {
    const [, redraw] = useState(false);
    const waits = !loaded && !failed;
    useEffect(() => {
      if (waits) void (loading ??= start()).then(() => redraw(true));
    }, [waits]);
    const Loaded = loaded;
    return Loaded ? <Loaded {...props} /> : placeholder(props);
  };
}
