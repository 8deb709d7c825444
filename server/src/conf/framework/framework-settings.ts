import { findFrameworkDirective } from '../directives/framework-directives.ts';
import { type EvaluatedPath, evaluate } from '../evaluation/evaluate.ts';
import { unknown, type Value } from '../evaluation/value.ts';
import type { InitialValue } from '../evaluation/variables.ts';
import { parseScript } from '../syntax/script-parser.ts';

/** The configuration of dkms: the value of a setting by its name; `undefined` if it is not set, so that dkms's default applies. */
export type FrameworkSettings = (name: string) => Value | undefined;

/**
 * The settings in framework.conf and the files of its folder, in dkms's order. Nothing is run: a value that only running the file would
 * show is unknown. An empty value counts as not set, as for dkms.
 */
export function evaluateFramework(texts: readonly string[]): FrameworkSettings {
  const settings = texts.reduce<FrameworkSettings>(
    (before, text) => evaluateFile(text, before),
    () => undefined,
  );
  return (name) => {
    const value = settings(name);
    return value?.kind === 'known' && value.text === '' ? undefined : value;
  };
}

function evaluateFile(text: string, before: FrameworkSettings): FrameworkSettings {
  const { paths } = evaluate(parseScript(text), (name) => initialValue(name, before));
  return (name) => {
    const [first, ...others] = paths.map((path) => valueOn(path, name, before));
    return others.every((other) => isSame(first, other))
      ? first
      : unknown('it depends on a condition whose outcome is not known without running the file');
  };
}

function valueOn(
  { end, mayBeLost, variable }: EvaluatedPath,
  name: string,
  before: FrameworkSettings,
): Value | undefined {
  // The shell that reads the file ends before it could pass on anything.
  if (end?.kind === 'lost') return before(name);
  if (end) return end.why;
  if (mayBeLost) return unknown(mayBeLost.reason);
  const { elements, open } = variable(name);
  if (open) return open;
  const element = elements.get(0);
  if (!element || element.presence === 'always') return element?.value;
  return unknown('it is set only on some path through the file');
}

function isSame(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.kind === 'known' && b.kind === 'known' && a.text === b.text;
}

function initialValue(name: string, before: FrameworkSettings): InitialValue {
  const value = before(name);
  if (value?.kind === 'known') return { kind: 'set', text: value.text };
  if (value) return { kind: 'unknown', reason: 'a file that dkms reads before this one sets it' };
  if (findFrameworkDirective(name)) return { kind: 'unset' };
  return { kind: 'unknown', reason: `\`$${name}\` is known only where dkms runs` };
}
