import type { Conf } from '../conf.ts';
import type { DirectiveName } from '../directives/directive.ts';
import type { KernelFacts, Reading } from '../reading/reading.ts';
import type { Finding, Severity } from './finding.ts';
import type { MakeWalks } from './make-walks.ts';
import type { SourceFacts } from './source-facts.ts';
import type { Statements } from './statements.ts';

/** All that a rule may look at. */
export interface RuleContext {
  readonly conf: Conf;
  readonly reading: Reading;
  readonly statements: Statements;
  /** The walks of MAKE and CLEAN through the Makefiles beside the conf. */
  readonly walks: MakeWalks;
  /** The rules about files that dkms refuses. */
  readonly refusals: readonly Rule[];
  /** The files beside the conf; absent if they are not known, and then rules say nothing about them. */
  readonly sourceFacts?: SourceFacts;
  /** The kernels that a module can be built for here; absent if they are not known. */
  readonly kernels?: readonly KernelFacts[];
  /** The readings by each DKMS version that the file must support, oldest first; absent unless there are several. */
  readonly supported?: readonly Reading[] | undefined;
}

/** A finding before its rule and severity are added. */
export interface RuleFinding extends Omit<Finding, 'rule' | 'severity' | 'fixes'> {
  /** A function if they take time: it is called when the fixes are requested, not at each keystroke. */
  readonly fixes: Finding['fixes'] | (() => Finding['fixes']);
}

/**
 * One kind of mistake. `id` is also the name of its file, of its page under docs/rules, the code that editors show,
 * and the word that switches it off. Rules report only what is certain: an unknown value yields no finding.
 */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** One sentence for lists, without markup. */
  readonly summary: string;
  /** The numbers of dkms's own messages that it reports (docs/dkms-messages.md); empty for what dkms does not see. */
  readonly messages: readonly string[];
  /** Whether it reports what is missing from a file, which an override file may leave out. */
  readonly wholeFileOnly?: true;
  /** Whether it is about the settings of dkms itself in framework.conf, and ignores all other files. */
  readonly framework?: true;
  /**
   * What, in comments and blanks, can change what it finds. Absent for rules that look only at commands and values: these do not run again
   * after an edit of a comment.
   */
  readonly inComments?: RegExp;
  /** The directive whose absence it reports. Packaging may add a directive that a template leaves out. */
  readonly lacks?: DirectiveName;
  check(context: RuleContext): Iterable<RuleFinding>;
}
