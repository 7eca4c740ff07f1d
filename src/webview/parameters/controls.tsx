import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ControlState } from '../../agent/models/requestParameters.ts';
import { IconButton } from '../icon.tsx';

interface RowProps {
  id: string;
  label: string;
  state: ControlState;
  /** True where there is something to put back. */
  isSet: boolean;
  onReset: () => void;
  /** What it does, in a few words. */
  hint?: string;
  children: ComponentChildren;
}

/** Ids of what describes a control: why it is of no use, or what it does. */
export const describedBy = (id: string): string => `about-${id}`;

/** A control with its name, what puts it back, and why it is of no use where it is not. */
export function Row({ id, label, state, isSet, onReset, hint, children }: RowProps) {
  const about = state.enabled ? hint : state.reason;
  return (
    <div class={state.enabled ? 'parameter' : 'parameter off'}>
      <div class="parameterLine">
        <label for={id}>{label}</label>
        {isSet && <IconButton icon="discard" label={`Reset ${label}`} onClick={onReset} />}
      </div>
      {children}
      {about !== undefined && (
        <p class="about" id={describedBy(id)}>
          {about}
        </p>
      )}
    </div>
  );
}

interface NumberProps {
  id: string;
  label: string;
  hint?: string;
  state: ControlState;
  value: number | undefined;
  min: number;
  max: number;
  step: number;
  /** What holds while nothing is set. */
  placeholder?: string;
  /** Undefined: as without the user's doing. */
  onChange: (value: number | undefined) => void;
}

/** A number in a field. It counts once it is complete and within its range. */
export function NumberField(props: NumberProps) {
  const { id, label, hint, state, value, onChange } = props;
  return (
    <Row
      {...{ id, label, state }}
      {...(hint !== undefined && { hint })}
      isSet={value !== undefined}
      onReset={() => onChange(undefined)}
    >
      <NumberInput {...props} />
    </Row>
  );
}

/** The same with a slider before it. */
export function Range(props: NumberProps & { standard: number }) {
  const { id, label, hint, state, value, min, max, step, standard, onChange } = props;
  return (
    <Row
      {...{ id, label, state }}
      {...(hint !== undefined && { hint })}
      isSet={value !== undefined}
      onReset={() => onChange(undefined)}
    >
      <div class="range">
        <input
          type="range"
          aria-label={`${label}, slider`}
          {...{ min, max, step }}
          value={value ?? standard}
          disabled={!state.enabled}
          onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
        />
        <NumberInput {...props} />
      </div>
    </Row>
  );
}

function NumberInput({ id, state, value, min, max, step, placeholder = 'default', onChange }: NumberProps) {
  const field = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState('');
  // The field shows what holds, unless it is being written in.
  useEffect(() => {
    if (field.current) field.current.value = value === undefined ? '' : String(value);
    setProblem('');
  }, [value]);
  const take = (input: HTMLInputElement) => {
    setProblem(input.validationMessage);
    if (!input.validity.valid) return;
    const next = input.value === '' ? undefined : input.valueAsNumber;
    if (next !== value) onChange(next);
  };
  return (
    <>
      <input
        ref={field}
        id={id}
        class="input"
        type="number"
        {...{ min, max, step, placeholder }}
        aria-describedby={describedBy(id)}
        aria-invalid={problem !== ''}
        disabled={!state.enabled}
        onChange={(event) => take(event.currentTarget)}
      />
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

interface ChoiceProps<Value extends string> {
  id: string;
  label: string;
  hint?: string;
  state: ControlState;
  value: Value | undefined;
  options: readonly (readonly [value: Value, label: string])[];
  /** The name of having chosen nothing. */
  standard?: string;
  onChange: (value: Value | undefined) => void;
}

/** One of a few. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { id, label, hint, state, value, options, standard = 'Default', onChange } = props;
  return (
    <Row
      {...{ id, label, state }}
      {...(hint !== undefined && { hint })}
      isSet={value !== undefined}
      onReset={() => onChange(undefined)}
    >
      <select
        id={id}
        class="input"
        value={value ?? ''}
        aria-describedby={describedBy(id)}
        disabled={!state.enabled}
        onChange={({ currentTarget }) => onChange(options.find(([one]) => one === currentTarget.value)?.[0])}
      >
        <option value="">{standard}</option>
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </Row>
  );
}

/** On or off; what lies below it is there while it is on. */
export function Check(props: {
  id: string;
  label: string;
  hint?: string;
  state: ControlState;
  checked: boolean;
  onChange: (checked: boolean) => void;
  children?: ComponentChildren;
}) {
  const { id, label, hint, state, checked, onChange, children } = props;
  const about = state.enabled ? hint : state.reason;
  return (
    <div class={state.enabled ? 'parameter' : 'parameter off'}>
      <label class="check">
        <input
          id={id}
          type="checkbox"
          checked={checked}
          aria-describedby={describedBy(id)}
          // What is on can be switched off where it is of no use, too.
          disabled={!state.enabled && !checked}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        {label}
      </label>
      {about !== undefined && (
        <p class="about" id={describedBy(id)}>
          {about}
        </p>
      )}
      {checked && state.enabled && children}
    </div>
  );
}
