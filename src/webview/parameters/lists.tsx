import { useState } from 'preact/hooks';
import type { ControlState } from '../../agent/models/requestParameters.ts';
import { IconButton } from '../icon.tsx';
import { describedBy, Row } from './controls.tsx';

interface TextListProps {
  id: string;
  label: string;
  hint: string;
  state: ControlState;
  values: readonly string[];
  most: number;
  onChange: (values: readonly string[] | undefined) => void;
}

/** A few texts: Enter adds what is written, each goes by its button. */
export function TextList({ id, label, hint, state, values, most, onChange }: TextListProps) {
  const [text, setText] = useState('');
  const isFull = values.length >= most;
  const change = (next: readonly string[]) => onChange(next.length > 0 ? next : undefined);
  const add = () => {
    if (text === '' || isFull) return;
    if (!values.includes(text)) change([...values, text]);
    setText('');
  };
  return (
    <Row {...{ id, label, hint, state }} isSet={values.length > 0} onReset={() => onChange(undefined)}>
      {values.length > 0 && (
        <ul class="chips" aria-label={label}>
          {values.map((value) => (
            <li key={value} class="chip">
              <span class="chipLabel">
                <span class="chipText">{JSON.stringify(value).slice(1, -1)}</span>
              </span>
              <IconButton
                icon="close"
                label={`Remove ${value}`}
                onClick={() => change(values.filter((one) => one !== value))}
              />
            </li>
          ))}
        </ul>
      )}
      <div class="range">
        <input
          id={id}
          class="input"
          value={text}
          placeholder={isFull ? `No more than ${most}` : 'Add'}
          aria-describedby={describedBy(id)}
          disabled={!state.enabled || isFull}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.isComposing) add();
          }}
        />
        <IconButton icon="add" label={`Add to ${label}`} disabled={text === '' || isFull} onClick={add} />
      </div>
    </Row>
  );
}

interface BiasProps {
  state: ControlState;
  biases: Readonly<Record<string, number>>;
  onChange: (biases: Readonly<Record<string, number>> | undefined) => void;
}

/** How much likelier tokens are made, by their ids. */
export function Biases({ state, biases, onChange }: BiasProps) {
  const [token, setToken] = useState('');
  const [bias, setBias] = useState('');
  const entries = Object.entries(biases);
  const value = Number(bias);
  const fits = /^\d{1,9}$/.test(token) && bias.trim() !== '' && value >= -100 && value <= 100;
  const add = () => {
    if (!fits) return;
    onChange({ ...biases, [token]: value });
    setToken('');
    setBias('');
  };
  const remove = (id: string) => {
    const left = entries.filter(([one]) => one !== id);
    onChange(left.length > 0 ? Object.fromEntries(left) : undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') add();
  };
  return (
    <Row
      id="logit_bias"
      label="Token biases"
      hint="The id of a token and −100 (never) to 100 (always)."
      state={state}
      isSet={entries.length > 0}
      onReset={() => onChange(undefined)}
    >
      {entries.length > 0 && (
        <ul class="chips" aria-label="Token biases">
          {entries.map(([id, amount]) => (
            <li key={id} class="chip">
              <span class="chipLabel">
                <span class="chipText">
                  {id}: {amount}
                </span>
              </span>
              <IconButton icon="close" label={`Remove token ${id}`} onClick={() => remove(id)} />
            </li>
          ))}
        </ul>
      )}
      <div class="range">
        <input
          id="logit_bias"
          class="input"
          inputMode="numeric"
          placeholder="Token id"
          aria-label="Token id"
          aria-describedby={describedBy('logit_bias')}
          value={token}
          disabled={!state.enabled}
          onInput={(event) => setToken(event.currentTarget.value.trim())}
          onKeyDown={onKeyDown}
        />
        <input
          class="input"
          inputMode="numeric"
          placeholder="Bias"
          aria-label="Bias"
          value={bias}
          disabled={!state.enabled}
          onInput={(event) => setBias(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <IconButton icon="add" label="Add a token bias" disabled={!fits} onClick={add} />
      </div>
    </Row>
  );
}
