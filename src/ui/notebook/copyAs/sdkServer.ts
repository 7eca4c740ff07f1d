import { isAzureV1 } from '../../../openai/azure.ts';
import type { Call } from './readCall.ts';

/** A server as the constructors of the official packages are told of it. */
export interface SdkServer {
  /** Undefined where it is the packages' own default. */
  address?: string;
  /** True where it needs `AzureOpenAI`: the v1 API of Azure does not. */
  isAzure: boolean;
  /** Of Azure's paths by deployment. */
  apiVersion?: string;
  /** What goes with every request; undefined where nothing does. */
  query?: Record<string, string>;
}

export function sdkServer({ baseURL, azure }: Call['server']): SdkServer {
  const base = new URL(baseURL);
  const isAzure = azure !== undefined && !isAzureV1(base);
  const version = azure?.apiVersion ?? base.searchParams.get('api-version');
  base.searchParams.delete('api-version');
  const address = base.origin + base.pathname.replace(/\/$/, '');
  return {
    isAzure,
    ...(address !== 'https://api.openai.com/v1' && { address }),
    ...(isAzure && version !== null && { apiVersion: version }),
    ...(base.searchParams.size > 0 && { query: Object.fromEntries(base.searchParams) }),
  };
}
