import { fenceAround } from '../../agent/fence.ts';
import { dataImage } from '../../agent/mediaOf.ts';
import type { ServerCallItem } from '../../agent/transcript.ts';
import { Markdown } from './markdownText.tsx';
import { Picture } from './picture.tsx';
import { WebLink } from './webLink.tsx';

/** False where the line of the call says all there is. */
export function hasDetails({ call, input }: ServerCallItem): boolean {
  switch (call.kind) {
    case 'webSearch':
      return call.sources.length > 0;
    case 'openPage':
    case 'findInPage':
      return call.url !== '';
    case 'fileSearch':
      return call.hits.length > 0;
    case 'codeInterpreter':
      return input !== '' || call.outputs.length > 0;
    case 'mcpTools':
      return call.tools.length > 0 || call.error !== undefined;
    case 'mcpCall':
      return true;
    case 'imageGeneration':
    case 'unsupported':
      return false;
  }
}

/** What a call of the server was given and what came of it. All of it is a stranger's words. */
export function ServerCallDetails({ item }: { item: ServerCallItem }) {
  const { call, input } = item;
  switch (call.kind) {
    case 'webSearch':
      return (
        <div class="toolDetails">
          <h4>Sources</h4>
          <ul class="plainList">
            {call.sources.map((url) => (
              <li key={url}>
                <WebLink url={url} />
              </li>
            ))}
          </ul>
        </div>
      );
    case 'openPage':
    case 'findInPage':
      return (
        <div class="toolDetails">
          <WebLink url={call.url} />
        </div>
      );
    case 'fileSearch':
      return (
        <div class="toolDetails">
          {call.hits.map((hit, index) => (
            <section key={index} aria-label={hit.name}>
              <h4>
                {hit.name}
                {hit.score !== undefined && ` · score ${hit.score.toFixed(2)}`}
              </h4>
              {hit.text !== undefined && <Block text={hit.text} label={`Text of ${hit.name}`} />}
            </section>
          ))}
        </div>
      );
    case 'codeInterpreter':
      return (
        <div class="toolDetails">
          {input !== '' && <Markdown text={fenced(input, 'python')} done={item.status !== 'running'} />}
          {call.outputs.map((output, index) =>
            output.type === 'logs' ? (
              <section key={index}>
                <h4>Output</h4>
                <Block text={output.text} label="Output" />
              </section>
            ) : (
              <CodeImage key={index} item={item} index={index} url={output.url} />
            ),
          )}
          {call.containerId !== '' && <p class="fine">Container {call.containerId}</p>}
        </div>
      );
    case 'mcpTools':
      return (
        <div class="toolDetails">
          {call.error !== undefined && <Failure text={call.error} />}
          <dl class="toolList">
            {call.tools.map(({ name, description }) => (
              <div key={name}>
                <dt>{name}</dt>
                {description !== undefined && <dd>{description}</dd>}
              </div>
            ))}
          </dl>
        </div>
      );
    case 'mcpCall':
      return (
        <div class="toolDetails">
          <h4>Arguments</h4>
          <Block text={pretty(input)} label="Arguments" />
          {call.error !== undefined && <Failure text={call.error} />}
          {call.output !== undefined && (
            <>
              <h4>Result</h4>
              <Block text={pretty(call.output)} label="Result" />
            </>
          )}
        </div>
      );
    case 'imageGeneration':
    case 'unsupported':
      return null;
  }
}

/** An image as data is shown, one elsewhere is only named: showing it would fetch it. */
function CodeImage({ item, index, url }: { item: ServerCallItem; index: number; url: string }) {
  const image = dataImage(url);
  if (!image) return <WebLink url={url} />;
  return <Picture image={image} alt="Image made by the code" media={{ itemId: item.id, index }} />;
}

const Block = ({ text, label }: { text: string; label: string }) => (
  <pre tabIndex={0} aria-label={label}>
    {text}
  </pre>
);

const Failure = ({ text }: { text: string }) => (
  <>
    <h4>Error</h4>
    <Block text={text} label="Error" />
  </>
);

const fenced = (code: string, language: string): string => {
  const fence = fenceAround(code);
  return `${fence}${language}\n${code}\n${fence}\n`;
};

/** JSON with line breaks; other text as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
