import { isAzureV1, type AzureOptions } from '../openai/azure.ts';
import { isObject } from '../openai/isObject.ts';

/** An address of Azure OpenAI itself; a gateway before it has one of its own. */
export function isAzureAddress(baseURL: string): boolean {
  return /\.(openai|cognitiveservices|services\.ai)\.azure\.(com|us|cn)$/.test(new URL(baseURL).hostname);
}

/**
 * An address copied from the portal as the base URL and options of a profile, and the deployment it names: the v1 API,
 * or the deployment paths where the address has an api-version.
 */
export function completeAzure(address: string): { baseURL: string; azure: AzureOptions; deployment?: string } {
  const { origin, pathname, searchParams } = new URL(address);
  const apiVersion = searchParams.get('api-version');
  const deployment = /\/deployments\/([^/]+)/.exec(pathname)?.[1];
  const isV1 = apiVersion === null || pathname.startsWith('/openai/v1');
  return {
    baseURL: `${origin}/openai${isV1 ? '/v1' : ''}`,
    azure: apiVersion === null ? {} : { apiVersion },
    ...(deployment !== undefined && { deployment: decodeURIComponent(deployment) }),
  };
}

/** "gpt-4o, o3=my-o3" as `{ 'gpt-4o': 'gpt-4o', o3: 'my-o3' }`: a deployment, or a model and its deployment. */
export function parseDeployments(text: string): Record<string, string> {
  const entries = text.split(',').flatMap((part): [string, string][] => {
    const [model = '', deployment = model] = part.split('=', 2).map((name) => name.trim());
    return model && deployment ? [[model, deployment]] : [];
  });
  return Object.fromEntries(entries);
}

/** The `azure` of an entry of `parley.profiles`. Throws a sentence that says what is wrong with it. */
export function parseAzure(value: unknown, baseURL: string): AzureOptions | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) throw new Error('Its azure is not an object.');
  const { apiVersion, deployments, authentication } = value;
  if (apiVersion !== undefined && typeof apiVersion !== 'string')
    throw new Error('Its azure.apiVersion is not a text.');
  if (!apiVersion && !isAzureV1(new URL(baseURL)) && !new URL(baseURL).searchParams.has('api-version')) {
    throw new Error('It has no azure.apiVersion, which a baseURL that does not end in /v1 needs.');
  }
  if (deployments !== undefined && !isTexts(deployments)) {
    throw new Error('Its azure.deployments is not an object of model and deployment names.');
  }
  if (authentication !== undefined && authentication !== 'apiKey' && authentication !== 'token') {
    throw new Error('Its azure.authentication is neither apiKey nor token.');
  }
  return {
    ...(apiVersion && { apiVersion }),
    ...(deployments && { deployments }),
    ...(authentication && { authentication }),
  };
}

/** The models of a profile that names its deployments; undefined where the server is to list them. */
export function deployedModels(azure: AzureOptions | undefined): readonly string[] | undefined {
  const models = Object.keys(azure?.deployments ?? {});
  return models.length > 0 ? models : undefined;
}

function isTexts(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((entry) => typeof entry === 'string' && entry !== '');
}
