import type {
  HostedTools,
  RemoteMcpServer,
  SentHostedTools,
  SentMcpServer,
} from '../agent/models/requestParameters.ts';

/** The built-in tools as they are sent: MCP servers with what `tokenOf` has for them. */
export async function sentHostedTools(
  { mcp, ...others }: HostedTools,
  tokenOf: (server: RemoteMcpServer) => Promise<string | undefined>,
): Promise<SentHostedTools> {
  if (!mcp) return others;
  const authorized = async (server: RemoteMcpServer): Promise<SentMcpServer> => {
    const authorization = await tokenOf(server);
    return authorization === undefined ? server : { ...server, authorization };
  };
  return { ...others, mcp: await Promise.all(mcp.map(authorized)) };
}
