import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';

const confirmedForMs = 1500;

/** Puts text on the clipboard and says so. `text` is asked for when it is clicked. With `caption` the words are seen. */
export function CopyButton(props: { text: () => string; label: string; caption?: string }) {
  const { text, label, caption } = props;
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), confirmedForMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    navigator.clipboard.writeText(text()).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  };
  const icon = outcome === 'copied' ? 'check' : outcome === 'refused' ? 'error' : 'copy';
  const said = outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'The clipboard cannot be used' : label;
  return (
    <button
      type="button"
      class={caption === undefined ? 'iconButton' : 'smallButton'}
      aria-label={said}
      title={said}
      onClick={copy}
    >
      <Icon name={icon} />
      {caption}
    </button>
  );
}
