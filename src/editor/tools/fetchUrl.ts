import { isIP } from 'node:net';
import { z } from 'zod';
import type { ApprovalRequest } from '../../agent/approval.ts';
import { defineTool, type Tool, type ToolContext } from '../../agent/tool.ts';
import { assertPublicHost, isPublicAddress } from '../publicAddress.ts';
import { readSettings } from '../settings.ts';
import { fetchPage, type Fetched } from '../web/fetchPage.ts';
import { htmlText } from '../web/htmlText.ts';
import { prettyJson } from '../web/prettyJson.ts';
import { page } from './output.ts';
import { offset } from './parameters.ts';
import type { ToolPorts } from './ports.ts';

const longestLine = 2000;
/** Beyond that no page has anything that is read. */
const mostHtmlCharacters = 2_000_000;
/** A longer address is for no page. */
const mostUrlCharacters = 8000;

export const fetchUrl = ({ outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'fetch_url',
    description: 'Reads a web page, as text.',
    kind: 'read',
    parameters: z.strictObject({ url: z.string(), offset }),
    prepare: ({ url: written, offset }, context) => {
      const url = parse(written);
      return Promise.resolve({
        title: `Fetch ${url.host}`,
        approval: approvalOf(url),
        run: async () => {
          const isLocal = isLocalName(url.hostname) || (await agreesToLocal(url, context));
          const { http } = readSettings();
          const fetched = await fetchPage(url, { http, isLocal, signal: context.signal });
          if (fetched.kind === 'elsewhere') return redirected(url.href, fetched.url);
          const lines = linesOf(fetched);
          const what = `${fetched.url.href}, status ${fetched.status}`;
          return lines.length === 0 ? `${what}: no text.` : page(what, lines, offset, outputCharacters());
        },
      });
    },
  });

function redirected(from: string, to: string): string {
  if (to.length > mostUrlCharacters) throw new Error('The server redirects to an address that is too long.');
  return `${from} redirects to another server. To go there, call again with: ${to}`;
}

function parse(written: string): URL {
  if (written.length > mostUrlCharacters) throw new Error('The URL is too long.');
  if (!URL.canParse(written)) throw new Error(`"${written}" is no URL. It begins with https://.`);
  const url = new URL(written);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Error('Only http and https are fetched. read_file reads files.');
  if (url.username !== '' || url.password !== '') throw new Error('The URL has a user name or a password in it.');
  url.hash = '';
  return url;
}

/** The address itself may carry what the model has read, so each host asks. */
function approvalOf({ href, host, hostname }: URL): ApprovalRequest {
  const request = { kind: 'read' as const, title: `Fetch ${host}`, detail: href };
  if (isLocalName(hostname)) return { ...request, why: 'is of this machine or the local network' };
  return { ...request, scope: host, covers: `every page of ${host}` };
}

/** Nothing is looked up before the user has agreed: already the question for a name tells it to somebody. */
function isLocalName(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  if (isIP(host)) return !isPublicAddress(host);
  return !host.includes('.') || /\.(localhost|local|internal|intranet|lan|home\.arpa)$/i.test(host);
}

/** A name that looks public may belong to an address of the local network: then the user is asked for that too. */
async function agreesToLocal({ hostname, href }: URL, context: ToolContext): Promise<boolean> {
  try {
    await assertPublicHost(hostname);
    return false;
  } catch (error) {
    const answer = await context.ask({
      text: `${hostname} is an address of this machine or the local network. Fetch ${href} all the same?`,
      options: [
        { id: 'fetch', label: 'Fetch' },
        { id: 'no', label: 'Do not fetch' },
      ],
    });
    if (answer.option === 'fetch') return true;
    throw new Error('The user does not want anything to be fetched from there.', { cause: error });
  }
}

function linesOf({ text, mediaType, url }: Fetched & { kind: 'page' }): string[] {
  const isHtml = mediaType === 'text/html' || mediaType === 'application/xhtml+xml';
  const readable = isHtml
    ? htmlText(text.slice(0, mostHtmlCharacters), url.href)
    : mediaType.endsWith('json')
      ? prettyJson(text)
      : text;
  const lines = readable.split(/\r?\n/).flatMap((line) => line.match(new RegExp(`.{1,${longestLine}}`, 'gsu')) ?? ['']);
  while (lines.at(-1) === '') lines.pop();
  return lines;
}
