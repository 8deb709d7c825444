import type { DistributionFamily } from '../../kernels/distribution.ts';
import type { Problem, Tool } from '../../output/problem.ts';
import type { Release } from '../without-headers/release.ts';

/** What a problem is looked at with: the machine is at fault, not the source. */
export interface EnvironmentContext {
  readonly problem: Problem;
  /** All problems of the build. */
  readonly problems: readonly Problem[];
  /** Absent where the release is not known. */
  readonly release: Release | undefined;
}

/** One reason for failures that lies in the machine, its packages or how the build was called, and in no line of C. */
export interface EnvironmentCause {
  /** Kebab-case; also the name of its page, docs/causes/<id>.md. */
  readonly id: string;
  /** What it is about, in a word: `gcc plugins`, `/lib/modules/…/build`. */
  readonly symbol: string;
  /** As a heading, without a full stop. */
  readonly title: string;
  /** Why it is so, in a sentence or two. */
  readonly summary: string;
  /** What to do, in a sentence or two; Markdown. */
  readonly advice: string;
  /** `verified` where the message says it by itself. */
  readonly certainty: 'verified' | 'likely';
  /** The mainline version that brought it, where one did. */
  readonly since?: string;
  /** What to write or call instead, shortly. */
  readonly replacement?: string;
  /** The messages that it explains; one is enough. */
  readonly explains: readonly Sign[];
  readonly install?: Install;
  /** All messages of a build that it explains have it for one reason: the first stands for them. */
  readonly isOnce?: true;
}

export interface Sign {
  readonly message: RegExp;
  readonly tools?: readonly Tool[];
  /** What else has to be so. */
  readonly holds?: (context: EnvironmentContext) => boolean;
  /** The message has other reasons as well. */
  readonly isLikely?: true;
}

/** What mends it where packages do: the headers of the kernel, a program (the first group of the message's pattern), or packages by family. */
export type Install =
  | { readonly kind: 'headers'; readonly again?: true }
  | { readonly kind: 'program' }
  | { readonly kind: 'packages'; readonly names: Readonly<Record<DistributionFamily, string>> };

/** Whether a file lies in the headers or the source of a kernel. */
export function isOfHeaders(file: string | undefined): boolean {
  return /^\/(?:usr\/)?(?:lib\/modules|src\/(?:linux|kernels?))/.test(file ?? '');
}
