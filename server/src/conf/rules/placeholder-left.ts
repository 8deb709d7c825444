import type { Conf } from '../conf.ts';
import { findDirective } from '../directives/directives.ts';
import type { Reading } from '../reading/reading.ts';
import type { Span } from '../text.ts';
import { valueSpanOf } from './anchors.ts';
import { knownElements, labelOf } from './known-elements.ts';
import { declaresFunction, findPlaceholder, findTemplateSyntax, unmistakable } from './placeholders.ts';
import type { Rule } from './rule.ts';

/** How a Makefile refers to a variable; bash would run a program of that name, but no program has a name in capitals. */
const ofMakefile = /^["']?(\$\([A-Z][A-Z0-9_]*\))["']?$/;

export const placeholderLeft: Rule = {
  id: 'placeholder-left',
  severity: 'information',
  summary: 'A placeholder of a template stands where dkms expects a value.',
  messages: [],
  inComments: /[<$]|\{[{%]|\(\)/,
  *check({ conf, reading }) {
    const syntax = findTemplateSyntax(conf.text);
    if (syntax) {
      yield {
        message: `${syntax.text} is a placeholder, and bash makes something else of it. This file is a template: fill in the placeholder before dkms reads it.`,
        span: syntax.span,
        fixes: [],
      };
      return;
    }
    const [found] = [...inNames(conf, reading), ...inCommands(conf, reading)];
    if (!found) return;
    const { label, text, span, isRun } = found;
    const what = isRun ? 'bash runs as a program' : 'dkms takes literally';
    // One finding is enough for the whole file.
    yield {
      message: `${label} contains the placeholder ${text}, which ${what}. The file is a template: fill it in before dkms reads it.`,
      ...{ span, fixes: [] },
    };
  },
};

interface FoundPlaceholder {
  readonly label: string;
  readonly text: string;
  readonly span: Span;
  readonly isRun?: boolean;
}

function* inNames(conf: Conf, reading: Reading): Iterable<FoundPlaceholder> {
  const names = ['PACKAGE_NAME', 'PACKAGE_VERSION', 'BUILT_MODULE_NAME', 'DEST_MODULE_NAME'] as const;
  for (const known of knownElements(reading, ...names)) {
    const text = findPlaceholder(known.text);
    if (text) yield { label: labelOf(known), text, span: known.span };
  }
  for (const name of names)
    for (const element of reading.directives.get(name) ?? []) {
      const span = valueSpanOf(element);
      const text = span && ofMakefile.exec(conf.text.slice(span.start, span.end))?.[1];
      const called = text?.slice(2, -1) ?? '';
      // misspelt-variable reports the names of dkms's variables.
      if (!span || !text || findDirective(called) || declaresFunction(conf.text, called)) continue;
      yield { label: labelOf({ name, element }), text, span, isRun: true };
    }
}

function* inCommands(conf: Conf, reading: Reading): Iterable<FoundPlaceholder> {
  // Most often there is none in the whole file.
  if (conf.text.search(unmistakable) < 0) return;
  for (const name of ['MAKE', 'CLEAN', 'BUILT_MODULE_LOCATION', 'DEST_MODULE_LOCATION'] as const)
    for (const element of reading.directives.get(name) ?? []) {
      const span = valueSpanOf(element);
      const text = span && conf.text.slice(span.start, span.end).match(unmistakable)?.[0];
      if (span && text) yield { label: labelOf({ name, element }), text, span };
    }
}
