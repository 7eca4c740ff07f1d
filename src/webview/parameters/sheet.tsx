import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { RequestParameters } from '../../agent/models/requestParameters.ts';
import { voices } from '../../agent/models/requestParameters.ts';
import type { ModelState, ParametersState } from '../../protocol/chat.ts';
import { IconButton } from '../icon.tsx';
import { Check, Choice, NumberField, Range } from './controls.tsx';
import { FormatChoice } from './formatChoice.tsx';
import { HostedToolChoices } from './hostedToolChoices.tsx';
import { Biases, TextList } from './lists.tsx';
import { useSettings } from './useSettings.ts';
import { without } from './without.ts';

export interface SheetProps {
  state: ParametersState;
  model: ModelState;
  onClose: () => void;
}

const mostTokens = 10_000_000;
const sizes = [
  ['low', 'Low'],
  ['medium', 'Medium'],
  ['high', 'High'],
] as const;

/** All parameters of the conversation. Each counts at once, from the next message on. */
export function Sheet({ state, model, onClose }: SheetProps) {
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => sheet.current?.focus(), []);
  const { authorized, states, changed, maxOutputTokens } = state;
  const { settings, change, reset } = useSettings(state);
  const { parameters, hostedTools } = settings;

  const set = <Name extends keyof RequestParameters>(name: Name, value: RequestParameters[Name] | undefined) =>
    change((now) => {
      const others = without(now.parameters, name);
      return { parameters: value === undefined ? others : { ...others, [name]: value } };
    });
  const setter =
    <Name extends keyof RequestParameters>(name: Name) =>
    (value: RequestParameters[Name] | undefined) =>
      set(name, value);

  const onKeyDown = (event: KeyboardEvent) => {
    const isField = event.target instanceof HTMLInputElement;
    if (event.key === 'Escape') onClose();
    else if (event.key !== 'Enter' || !isField) return;
    else event.target.blur();
    // Neither sends the message nor stops the turn.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter' && isField) event.target.focus();
  };

  return (
    <div ref={sheet} class="popover sheet" role="dialog" aria-label="Parameters" tabIndex={-1} onKeyDown={onKeyDown}>
      <header class="sheetHeader">
        <h3>Parameters</h3>
        <span class="about">{model.id}</span>
        <button type="button" class="textButton" disabled={changed.length === 0} onClick={reset}>
          Reset all
        </button>
        <IconButton icon="close" label="Close the parameters" onClick={onClose} />
      </header>
      <div class="sheetBody">
        <Group name="Sampling">
          <Range
            id="temperature"
            label="Temperature"
            hint="Low is the same each time, high is more varied."
            state={states.temperature}
            value={parameters.temperature}
            min={0}
            max={2}
            step={0.1}
            standard={1}
            onChange={setter('temperature')}
          />
          <Range
            id="top_p"
            label="Top P"
            hint="Only the likeliest words that make up this share."
            state={states.top_p}
            value={parameters.top_p}
            min={0}
            max={1}
            step={0.05}
            standard={1}
            onChange={setter('top_p')}
          />
          <Range
            id="presence_penalty"
            label="Presence penalty"
            hint="High turns to new subjects."
            state={states.presence_penalty}
            value={parameters.presence_penalty}
            min={-2}
            max={2}
            step={0.1}
            standard={0}
            onChange={setter('presence_penalty')}
          />
          <Range
            id="frequency_penalty"
            label="Frequency penalty"
            hint="High repeats less."
            state={states.frequency_penalty}
            value={parameters.frequency_penalty}
            min={-2}
            max={2}
            step={0.1}
            standard={0}
            onChange={setter('frequency_penalty')}
          />
          <NumberField
            id="seed"
            label="Seed"
            hint="The same seed answers the same way, as far as the server can."
            state={states.seed}
            value={parameters.seed}
            min={-Number.MAX_SAFE_INTEGER}
            max={Number.MAX_SAFE_INTEGER}
            step={1}
            placeholder="none"
            onChange={setter('seed')}
          />
          <Biases state={states.logit_bias} biases={parameters.logit_bias ?? {}} onChange={setter('logit_bias')} />
        </Group>
        <Group name="Answer">
          <NumberField
            id="max_output_tokens"
            label="Most tokens"
            hint="Reasoning counts too."
            state={states.max_output_tokens}
            value={parameters.max_output_tokens}
            min={16}
            max={maxOutputTokens ?? mostTokens}
            step={1}
            onChange={setter('max_output_tokens')}
          />
          <Choice
            id="verbosity"
            label="Verbosity"
            state={states.verbosity}
            value={parameters.verbosity}
            options={sizes}
            onChange={setter('verbosity')}
          />
          <Choice
            id="voice"
            label="Voice"
            hint="Of spoken answers."
            state={states.voice}
            value={parameters.voice}
            options={voices.map((voice) => [voice, titled(voice)] as const)}
            onChange={setter('voice')}
          />
          <FormatChoice state={states.format} format={parameters.format} onChange={setter('format')} />
          <TextList
            id="stop"
            label="Stop texts"
            hint="The answer ends before the first of them."
            state={states.stop}
            values={parameters.stop ?? []}
            most={4}
            onChange={setter('stop')}
          />
          <NumberField
            id="n"
            label="Answers"
            hint="Each is paid for. The conversation goes on with the first, unless you choose another."
            state={states.n}
            value={parameters.n}
            min={1}
            max={8}
            step={1}
            placeholder="1"
            onChange={setter('n')}
          />
          <Check
            id="logprobs"
            label="Log probabilities"
            hint="How sure the model was of each token."
            state={states.logprobs}
            checked={parameters.logprobs === true}
            onChange={(on) =>
              change((now) => {
                const others = without(now.parameters, 'logprobs', 'top_logprobs');
                return { parameters: on ? { ...others, logprobs: true } : others };
              })
            }
          >
            <NumberField
              id="top_logprobs"
              label="Alternatives of each token"
              state={states.top_logprobs}
              value={parameters.top_logprobs}
              min={0}
              max={20}
              step={1}
              placeholder="0"
              onChange={setter('top_logprobs')}
            />
          </Check>
        </Group>
        <Group name="Built-in tools">
          <HostedToolChoices
            states={states}
            tools={hostedTools}
            authorized={authorized}
            onChange={(tools) => change(() => ({ hostedTools: tools }))}
          />
        </Group>
        <Group name="Server">
          <Choice
            id="service_tier"
            label="Service tier"
            state={states.service_tier}
            value={parameters.service_tier}
            options={[
              ['auto', 'Auto'],
              ['default', 'Standard'],
              ['flex', 'Flex: cheaper, slower'],
              ['priority', 'Priority: faster, dearer'],
            ]}
            onChange={setter('service_tier')}
          />
          <Check
            id="store"
            label="Keep answers at the server"
            hint="OpenAI keeps what is stored for 30 days or longer, and you can see it there."
            state={states.store}
            checked={parameters.store === true}
            onChange={(on) => set('store', on ? true : undefined)}
          />
        </Group>
      </div>
    </div>
  );
}

const titled = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

function Group({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <fieldset class="parameterGroup">
      <legend>{name}</legend>
      {children}
    </fieldset>
  );
}
