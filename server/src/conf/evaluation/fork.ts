import type { Span } from '../text.ts';
import { PathEnded, type ShellState, type Status } from './shell-state.ts';

/** Runs something in a subshell and returns its status. Whatever ends the subshell, or is not modelled in it, does not end its parent. */
export function runFork(shell: ShellState, fork: ShellState, span: Span, run: () => void): Status {
  const { output, errors } = fork;
  try {
    run();
  } catch (error) {
    if (!(error instanceof PathEnded)) throw error;
    const { end } = error;
    fork.output = output;
    fork.errors = errors;
    if (end.kind === 'unknown') fork.skipped(end.why.reason, span);
    else {
      // Everything but `exit` prints a message.
      if (end.status === undefined) fork.complain(span);
      fork.status = end.status ?? 'nonzero';
    }
  }
  const doubt = fork.mayBeLost ?? fork.assumed;
  if (doubt) fork.skipped(doubt.reason, span);
  shell.spend(span, 40 + fork.variables.copied);
  shell.filesMayHaveChanged ||= fork.filesMayHaveChanged;
  return fork.status;
}
