import type * as vscode from 'vscode';
import { findServers, usualServers, type FoundServer } from '../../editor/localServers.ts';
import { serverOf } from '../../editor/profile.ts';
import { readSettings } from '../../editor/settings.ts';
import type { App } from '../app.ts';
import { modelCount } from '../enterKey.ts';
import { livePick } from '../livePick.ts';
import { enterURL, useServer } from '../useServer.ts';

interface ServerItem extends vscode.QuickPickItem {
  /** Absent: enter a URL. */
  server?: FoundServer;
}

const usualNames = usualServers.map(({ name }) => name).join(', ');

/** Talks to a server found on this machine, or to the one whose URL is entered. */
export async function run(app: App): Promise<void> {
  let found: readonly FoundServer[] | undefined;
  const picked = await livePick<ServerItem>({
    title: 'Use a Local or Custom Server',
    placeholder: 'Choose a server, or enter the URL of one',
    items: () => [...(found ?? []).map(serverItem), enterItem(found)],
    load: async (signal) => {
      found = await findServers(usualServers, readSettings(), signal);
    },
  });
  if (!picked) return;
  if (picked.server) return useServer(app, picked.server);
  const baseURL = await enterURL();
  if (baseURL) await useServer(app, { name: serverOf({ baseURL }), baseURL });
}

function serverItem(server: FoundServer): ServerItem {
  const shown = server.models.slice(0, 4).join(', ');
  const more = server.models.length > 4 ? ', …' : '';
  return {
    label: `$(server) ${server.name}`,
    description: server.baseURL,
    detail: `${modelCount(server.models)} ${shown}${more}`,
    server,
  };
}

function enterItem(found: readonly FoundServer[] | undefined): ServerItem {
  const detail = !found
    ? `Looking for ${usualNames} on this machine…`
    : found.length === 0
      ? `None of ${usualNames} answers on its usual port.`
      : 'Any server that speaks the OpenAI API, here or elsewhere.';
  return { label: '$(edit) Enter a URL…', detail, alwaysShow: true };
}
