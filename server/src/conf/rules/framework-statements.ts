import { type FrameworkDirective, findFrameworkDirective } from '../directives/framework-directives.ts';
import { evaluateFramework } from '../framework/framework-settings.ts';
import { isArrayLiteral } from '../syntax/script.ts';
import type { Span } from '../text.ts';
import type { RuleContext } from './rule.ts';

/** A setting of framework.conf where it is set, with the value that dkms gets from the file. */
export interface WrittenSetting {
  readonly directive: FrameworkDirective;
  readonly text: string;
  readonly span: Span;
}

/** The settings whose values are known, each at its last assignment, which is the one that counts. */
export function* writtenSettings({ conf, statements }: RuleContext): Generator<WrittenSetting> {
  const settings = evaluateFramework([conf.text]);
  const last = new Map<string, Span>();
  for (const { assignment } of statements.toOthers()) {
    const { value } = assignment;
    if (!isArrayLiteral(value)) last.set(assignment.name, { start: value.start, end: value.end });
  }
  for (const [name, span] of last) {
    const directive = findFrameworkDirective(name);
    const value = directive && settings(name);
    if (directive && value?.kind === 'known') yield { directive, text: value.text, span };
  }
}
