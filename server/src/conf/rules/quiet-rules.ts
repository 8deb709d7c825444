import type { Conf } from '../conf.ts';
import type { Reading, ReadingFacts } from '../reading/reading.ts';
import type { Script } from '../syntax/script.ts';
import type { Rule, RuleContext } from './rule.ts';

/** All on which the findings of a rule depend, other than the text. */
type Inputs = readonly unknown[];

interface Checked {
  readonly script: Script;
  readonly reading: Reading;
  readonly inputs: Inputs;
  /** The rules that found nothing. */
  readonly quiet: Set<Rule>;
}

/**
 * Tells which rules need not run after an edit: a rule that found nothing in a text finds nothing after comments and blanks have changed, if
 * all else is what it was.
 */
export class QuietRules {
  readonly #conf: Conf;
  /** The last check, of this text or of the one before the last edits; its reading must not stay longer than that. */
  #checked: Checked | undefined;

  constructor(conf: Conf, before?: QuietRules) {
    this.#conf = conf;
    if (before) this.#checked = before.#checked;
  }

  /** Begins a check of the text; `found` is to be called for each rule that ran. */
  begin(
    { reading, sourceFacts, kernels }: Omit<RuleContext, 'statements' | 'walks' | 'refusals'>,
    versions: Inputs,
  ): {
    isQuiet(rule: Rule): boolean;
    found(rule: Rule, count: number): void;
  } {
    const inputs = [reading.content, sourceFacts, kernels, ...versions];
    const checked: Checked = { script: this.#conf.script, reading, inputs, quiet: new Set() };
    const before = this.#checked;
    this.#checked = checked;
    const lines = this.#linesChangedSince(before, checked);
    return {
      isQuiet: (rule) => {
        const isQuiet =
          lines !== undefined &&
          before?.quiet.has(rule) === true &&
          !(rule.inComments && lines.some((line) => rule.inComments?.test(line)));
        if (isQuiet) checked.quiet.add(rule);
        return isQuiet;
      },
      found: (rule, count) => {
        if (count === 0) checked.quiet.add(rule);
      },
    };
  }

  /** The comments and blanks that have changed; `undefined` if anything else has. */
  #linesChangedSince(
    before: Checked | undefined,
    { script, reading, inputs }: Checked,
  ): readonly string[] | undefined {
    if (!before || before.inputs.length !== inputs.length) return undefined;
    if (before.inputs.some((input, at) => input !== inputs[at])) return undefined;
    if (!hasSameFacts(before.reading.facts, reading.facts)) return undefined;
    if (before.script === script) return [];
    const change = this.#conf.changes.since(before.script);
    return change && !change.literal ? change.changedLines : undefined;
  }
}

function hasSameFacts(a: ReadingFacts, b: ReadingFacts): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof ReadingFacts>;
  for (const name of names) if (a[name] !== b[name]) return false;
  return true;
}
