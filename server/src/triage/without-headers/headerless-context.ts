import type { Problem } from '../../output/problem.ts';
import type { Change } from '../change.ts';
import type { HistoricKernel, KernelHistory } from '../history/kernel-history.ts';
import type { MessageShape } from '../messages/message-shape.ts';
import type { Release } from './release.ts';

/** What is known about a problem when the headers of the kernel are not available. */
export interface HeaderlessContext {
  readonly problem: Problem;
  readonly shape: MessageShape;
  /** The source line of the problem, as its file or the log has it. */
  readonly line: string | undefined;
  /** Absent if the log does not say its kernel. */
  readonly release: Release | undefined;
  readonly changes: readonly Change[];
  /** What the history of the kernel's interface tells of this kernel, where it tells anything. */
  readonly historic?: HistoricKernel | undefined;
  /** The same of all kernels, where the log does not say its own. */
  readonly history?: KernelHistory | undefined;
}
