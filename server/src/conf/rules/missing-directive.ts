import { findAssignments } from '../directives/assignments.ts';
import type { DirectiveName } from '../directives/directive.ts';
import { findElement } from '../reading/reading.ts';
import { fileAnchor, valueSpanOf } from './anchors.ts';
import { insertBelow, insertOnTop, quote, replaceValue } from './edits.ts';
import type { Fix } from './finding.ts';
import { findLostOnTheWay, notReaching } from './lost-on-the-way.ts';
import type { RuleContext, RuleFinding } from './rule.ts';

/**
 * The finding for a scalar without which dkms refuses the file: PACKAGE_NAME or PACKAGE_VERSION.
 * `suggestion` is the value that the fix writes; `below` the directive next to which it belongs.
 */
export function missingDirective(
  context: RuleContext,
  name: DirectiveName,
  suggestion: string,
  below: DirectiveName,
): RuleFinding {
  const { conf, reading } = context;
  const line = `${name}=${quote(suggestion)}`;
  const element = findElement(reading, name, 0);
  const empty = valueSpanOf(element);
  if (element && empty) {
    const edit = replaceValue(conf, element.valueSpan, suggestion);
    return {
      message: `${name} is empty, so dkms refuses this file. Write a value, such as ${line}.`,
      span: empty,
      fixes: edit ? [{ title: `Change to ${line}`, edits: [edit], preferred: false }] : [],
    };
  }
  const bom = /^\uFEFF\s*(?=(\w+))/.exec(conf.text);
  if (bom?.[1] === name) {
    return {
      message: `A byte-order mark stands before ${name}, so bash does not see an assignment, and dkms refuses this file. Delete the mark (save as UTF-8 without BOM).`,
      span: { start: 0, end: bom[0].length + name.length },
      fixes: [
        {
          title: 'Delete the byte-order mark',
          edits: [{ span: { start: 0, end: 1 }, newText: '' }],
          preferred: true,
        },
      ],
    };
  }
  const mistaken = describeOtherContent(conf.text);
  if (mistaken !== undefined) return { message: mistaken, span: fileAnchor(conf, reading), fixes: [] };
  const lost = findLostOnTheWay(context, name);
  if (lost) return notReaching(name, lost);
  const written = findAssignments(conf, name)[0];
  if (written) {
    const span = { start: written.startIndex, end: written.startIndex + name.length };
    return notReaching(name, {
      span,
      why: 'the file takes it away again, for example with unset. Delete that',
    });
  }
  return {
    message: `${name} is not set, so dkms refuses this file. Add ${line}.`,
    span: fileAnchor(conf, reading),
    fixes: [insertion()],
  };

  function insertion(): Fix {
    const neighbour = findElement(reading, below, 0);
    const edit = (neighbour && insertBelow(conf, neighbour, [line])) ?? insertOnTop(conf, [line]);
    return { title: `Add ${line}`, edits: [edit], preferred: false };
  }
}

/** What a text is that was never meant as a dkms.conf; `undefined` for anything that may have been. */
function describeOtherContent(text: string): string | undefined {
  const path = /^\s*([\w.@+-]*(?:\/[\w.@+-]+)+)\s*$/.exec(text)?.[1];
  if (path)
    return `This file contains nothing but the path ${path}, so dkms refuses it. It is a symbolic link that was checked out as text, or a pointer for dh_dkms: open the file that it names.`;
  return undefined;
}
