/** What the answer is to look like. A schema file is named by its path in the workspace and read as a request leaves. */
export type AnswerFormat = { type: 'json_object' } | { type: 'json_schema'; file: string; strict: boolean };

/** The same, as it is sent. */
export type SentFormat =
  { type: 'json_object' } | { type: 'json_schema'; name: string; schema: Record<string, unknown>; strict: boolean };

export type Verbosity = 'low' | 'medium' | 'high';
/** Those that the API has for spoken answers. */
export const voices = [
  'alloy',
  'ash',
  'ballad',
  'cedar',
  'coral',
  'echo',
  'fable',
  'marin',
  'nova',
  'onyx',
  'sage',
  'shimmer',
  'verse',
] as const;
export type Voice = (typeof voices)[number];
export type ServiceTier = 'auto' | 'default' | 'flex' | 'priority';

/** What a conversation asks of a model, in the API's words where it has one for both its forms. Absent: the model's own. */
export interface RequestParameters {
  /** 0 to 2. Not beside `top_p`. */
  temperature?: number;
  /** 0 to 1. */
  top_p?: number;
  /** Tokens, reasoning among them. */
  max_output_tokens?: number;
  seed?: number;
  /** Up to four texts the answer ends before. */
  stop?: readonly string[];
  /** -2 to 2. */
  presence_penalty?: number;
  /** -2 to 2. */
  frequency_penalty?: number;
  /** How many answers to give, 1 to 8. */
  n?: number;
  /** By the token's id, -100 to 100. */
  logit_bias?: Readonly<Record<string, number>>;
  format?: AnswerFormat;
  verbosity?: Verbosity;
  /** Of spoken answers. */
  voice?: Voice;
  service_tier?: ServiceTier;
  /** Whether the server keeps the answer. */
  store?: boolean;
  logprobs?: boolean;
  /** 0 to 20. Only with `logprobs`. */
  top_logprobs?: number;
}

export type SentParameters = Omit<RequestParameters, 'format'> & { format?: SentFormat };

/** A server of tools that the model's server talks to. */
export interface RemoteMcpServer {
  server_label: string;
  /** https only. */
  server_url: string;
  require_approval: 'always' | 'never';
}

/** The same, as it is sent. */
export interface SentMcpServer extends RemoteMcpServer {
  /** What the server of the model shows to it. A secret: in requests and nowhere else. */
  authorization?: string;
}

export type SentHostedTools = Omit<HostedTools, 'mcp'> & { mcp?: readonly SentMcpServer[] };

/** Tools that run at the model's server. Present: offered. */
export interface HostedTools {
  web_search?: { search_context_size?: 'low' | 'medium' | 'high'; allowed_domains?: readonly string[] };
  file_search?: { vector_store_ids: readonly string[]; max_num_results?: number };
  code_interpreter?: Record<string, never>;
  image_generation?: {
    quality?: 'auto' | 'low' | 'medium' | 'high';
    size?: 'auto' | '1024x1024' | '1024x1536' | '1536x1024';
    /** How many pictures come on the way, 0 to 3. */
    partial_images?: number;
  };
  mcp?: readonly RemoteMcpServer[];
}

export type HostedToolName = keyof HostedTools;

/** A control of the parameters, each of which may be of no use with a model or an API. */
export type Control = keyof RequestParameters | 'effort' | HostedToolName;

/** Whether a control is of use, and if not, why: a sentence. */
export type ControlState = { enabled: true } | { enabled: false; reason: string };

export type ControlStates = Readonly<Record<Control, ControlState>>;
