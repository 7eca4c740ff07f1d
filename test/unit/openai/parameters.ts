// Compile time: the parameters of our methods are exactly the official SDK's. `npm run typecheck` fails where they differ,
// and names the methods.
import type OpenAI from 'openai';
import type { Client } from '../../../src/openai/client.ts';

type Same<A, B> = (<T>(value: T) => T extends A ? 1 : 2) extends <T>(value: T) => T extends B ? 1 : 2 ? true : false;

type AnyFunction = (...args: never[]) => unknown;

/** The parameters of all overloads, as a union of tuples: up to four. */
type Overloads<F> = F extends {
  (...args: infer A): unknown;
  (...args: infer B): unknown;
  (...args: infer C): unknown;
  (...args: infer D): unknown;
}
  ? A | B | C | D
  : never;

type Has<T, Key extends PropertyKey> = Key extends keyof T
  ? [NonNullable<T[Key]>] extends [never]
    ? false
    : true
  : false;

export declare const inPlaceOfQuery: unique symbol;
export declare const requestOptions: unique symbol;

/**
 * The options of a request, which each client has its own of, are one symbol. The official SDK takes them in place of a query
 * too, and forbids their names in a query: we do not.
 */
type Argument<T> =
  Has<NonNullable<T>, 'timeoutMs' | 'fetchOptions'> extends false
    ? Has<NonNullable<T>, 'signal'> extends true
      ? typeof inPlaceOfQuery
      : Has<NonNullable<T>, 'page' | 'after' | 'stream' | 'include'> extends false
        ? T
        : Plain<T>
    : typeof requestOptions;

type Plain<T> = T extends object ? { [Key in keyof T as Has<T, Key> extends true ? Key : never]: T[Key] } : T;

type Arguments<Args> = Args extends unknown
  ? { [Index in keyof Args]: Argument<Args[Index]> } extends infer Known extends readonly unknown[]
    ? typeof inPlaceOfQuery extends Required<Known>[number]
      ? never
      : Known
    : never
  : never;

/** Never means that the types above found nothing to compare. */
type SameParameters<Ours, Official> = [Arguments<Overloads<Ours>>] extends [never]
  ? false
  : Same<Arguments<Overloads<Ours>>, Arguments<Overloads<Official>>>;

/** Names of the methods both clients have whose parameters differ. */
type Differing<Ours, Official, Prefix extends string = ''> = {
  [Key in keyof Ours & keyof Official & string]: Ours[Key] extends AnyFunction
    ? SameParameters<Ours[Key], Official[Key]> extends true
      ? never
      : `${Prefix}${Key}`
    : Differing<Ours[Key], Official[Key], `${Prefix}${Key}.`>;
}[keyof Ours & keyof Official & string];

/**
 * Ours differ on purpose: any path is a path of one's own; a wait can be aborted; vectors are typed by their format.
 */
type Different = 'get' | 'post' | 'delete' | 'request' | 'files.waitForProcessing' | 'embeddings.create';

type None<Names extends never> = Names;

/** An error here names the methods that differ. */
export type Differences = None<Exclude<Differing<Client, OpenAI>, Different>>;

interface Theirs {
  create(body: { a?: string }, options?: OpenAI.RequestOptions): void;
}
interface Other {
  create(body: { a?: number }): void;
}
// @ts-expect-error `create` differs: the comparison can fail.
export type ProvesItFails = None<Differing<Other, Theirs>>;
