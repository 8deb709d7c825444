import type { DistributionFamily } from '../../kernels/distribution.ts';
import type { Problem, Tool } from '../../output/problem.ts';
import type { Release } from '../without-headers/release.ts';

/** A problem and what is known about its build, for finding a cause that lies in the machine. */
export interface EnvironmentContext {
  readonly problem: Problem;
  /** All problems of the build. */
  readonly problems: readonly Problem[];
  /** Absent if the release is not known. */
  readonly release: Release | undefined;
  /** Whether no package has the headers of the kernel, since it is the user's own. */
  readonly isOwn?: boolean;
}

/** One reason for failures that lies in the machine, its packages or how the build was called, and in no line of C. */
export interface EnvironmentCause {
  /** Kebab-case; also the name of its page, docs/causes/<id>.md. */
  readonly id: string;
  /** What it is about, in a few words: `gcc plugins`, `/lib/modules/…/build`. */
  readonly symbol: string;
  /** As a heading, without a full stop. */
  readonly title: string;
  /** Why the build fails, in a sentence or two. */
  readonly summary: string;
  /** What to do, in a sentence or two; Markdown. */
  readonly advice: string;
  /** `verified` if the message itself proves the cause. */
  readonly certainty: 'verified' | 'likely';
  /** The mainline version with which it began, if there is one. */
  readonly since?: string;
  /** What to write or call instead, in a few words. */
  readonly replacement?: string;
  /** The header that the file has to include. */
  readonly include?: string;
  /** The messages that it explains; it applies if one of them is found. */
  readonly explains: readonly Sign[];
  readonly install?: Install;
  /** The ids of causes that match some of the same messages, but are less likely than this one. */
  readonly before?: readonly string[];
  /** Set if all messages of a build that this explains have the same reason, so that only the first of them gets the cause. */
  readonly isOnce?: true;
}

export interface Sign {
  readonly message: RegExp;
  readonly tools?: readonly Tool[];
  /** A further condition. */
  readonly holds?: (context: EnvironmentContext) => boolean;
  /** Set if the message can have other reasons as well. */
  readonly isLikely?: true;
}

/**
 * What to install, if that solves the problem: the headers of the kernel, a program (the first group of the message's pattern), or packages
 * for each family of distributions.
 */
export type Install =
  | { readonly kind: 'headers'; readonly again?: true }
  | { readonly kind: 'program' }
  | { readonly kind: 'packages'; readonly names: Readonly<Record<DistributionFamily, string>> };

/** Whether a file lies in the headers or the source of a kernel. */
export function isOfHeaders(file: string | undefined): boolean {
  return /^\/(?:usr\/)?(?:lib\/modules|src\/(?:linux|kernels?))/.test(file ?? '');
}
