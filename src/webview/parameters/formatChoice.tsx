import type { AnswerFormat, ControlState } from '../../agent/models/requestParameters.ts';
import { useHost } from '../host.ts';
import { describedBy, Row } from './controls.tsx';

interface Props {
  state: ControlState;
  format: AnswerFormat | undefined;
  onChange: (format: AnswerFormat | undefined) => void;
}

/** Text, any JSON, or JSON by a schema file of the workspace. */
export function FormatChoice({ state, format, onChange }: Props) {
  const host = useHost();
  const chooseFile = () =>
    host.attempt(
      host.call('chooseSchema').then((file) => {
        if (file !== null) onChange({ type: 'json_schema', file, strict: true });
      }),
    );
  return (
    <Row
      id="format"
      label="Format"
      hint="JSON needs the word JSON in a message. A schema is read from its file with each request."
      state={state}
      isSet={format !== undefined}
      onReset={() => onChange(undefined)}
    >
      <select
        id="format"
        class="input"
        value={format?.type ?? ''}
        aria-describedby={describedBy('format')}
        disabled={!state.enabled}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.value;
          // It shows what holds: a schema counts once its file is chosen.
          currentTarget.value = format?.type ?? '';
          if (chosen === 'json_schema') chooseFile();
          else onChange(chosen === 'json_object' ? { type: 'json_object' } : undefined);
        }}
      >
        <option value="">Text</option>
        <option value="json_object">JSON</option>
        <option value="json_schema">JSON by a schema…</option>
      </select>
      {format?.type === 'json_schema' && (
        <>
          <div class="range">
            <span class="fileName" title={format.file}>
              {format.file}
            </span>
            <button type="button" class="textButton" onClick={chooseFile}>
              Choose another file
            </button>
          </div>
          <label class="check">
            <input
              type="checkbox"
              checked={format.strict}
              onChange={(event) => onChange({ ...format, strict: event.currentTarget.checked })}
            />
            Strict: the answer always fits
          </label>
        </>
      )}
    </Row>
  );
}
