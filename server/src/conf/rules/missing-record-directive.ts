import { recordDirectives } from '../directives/directive-groups.ts';
import {
  type DirectiveElement,
  findElement,
  firstElementFrom,
  lastElementBefore,
  type Reading,
} from '../reading/reading.ts';
import { fileAnchor, findRecordAnchor, valueSpanOf } from './anchors.ts';
import { insertBelow, insertOnTop, quote, replaceValue, subscriptLike } from './edits.ts';
import type { Fix } from './finding.ts';
import { findLostOnTheWay, notReaching } from './lost-on-the-way.ts';
import type { RuleContext, RuleFinding } from './rule.ts';

/** The finding for a directive that a module of the package needs and lacks. */
export function missingRecordDirective(
  context: RuleContext,
  name: 'BUILT_MODULE_NAME' | 'DEST_MODULE_LOCATION',
  index: number,
  suggestion: { readonly text: string; readonly certain: boolean },
): RuleFinding {
  const { conf, reading } = context;
  const own = findElement(reading, name, index);
  const empty = valueSpanOf(own);
  if (own && empty) {
    const edit = replaceValue(conf, own.valueSpan, suggestion.text);
    return {
      message: `${name}[${index}] is empty, so dkms refuses this file. Write a value, such as ${quote(suggestion.text)}.`,
      span: empty,
      fixes: edit
        ? [{ title: `Change to ${quote(suggestion.text)}`, edits: [edit], preferred: suggestion.certain }]
        : [],
    };
  }
  const lost = findLostOnTheWay(context, index === 0 ? `${name}(?:\\[0\\])?` : `${name}\\[${index}\\]`);
  if (lost) return notReaching(`${name}[${index}]`, lost);
  const anchor = findRecordAnchor(reading, index);
  const nearest = anchor ?? findNearestRecord(reading, index);
  const line = `${name}${subscriptLike(conf, nearest, index)}=${quote(suggestion.text)}`;
  return {
    message: anchor
      ? `Module ${index} has no ${name}, so dkms refuses this file. Add ${line}.`
      : `There is no module ${index}: the file leaves out a number, and dkms refuses it because ${name}[${index}] is missing. Number the modules without gaps.`,
    span: nearest?.nameSpan ?? fileAnchor(conf, reading),
    fixes: anchor ? () => insertion(anchor) : [],
  };

  function insertion(below: DirectiveElement): Fix[] {
    const edit = insertBelow(conf, below, [line]);
    return edit ? [{ title: `Add ${line}`, edits: [edit], preferred: suggestion.certain }] : [];
  }
}

/** The finding for a file that installs its modules nowhere (dkms up to 3.0.10 asks for one destination at least). */
export function missingAnyDestination(context: RuleContext, folder: string): RuleFinding {
  const { conf, reading } = context;
  const lost = findLostOnTheWay(context, 'DEST_MODULE_LOCATION(?:\\[\\d+\\])?');
  if (lost) return notReaching('DEST_MODULE_LOCATION', lost);
  const neighbour = findElement(reading, 'PACKAGE_VERSION', 0) ?? findElement(reading, 'PACKAGE_NAME', 0);
  const line = `DEST_MODULE_LOCATION[0]=${quote(folder)}`;
  const edit = (neighbour && insertBelow(conf, neighbour, [line])) ?? insertOnTop(conf, [line]);
  return {
    message: `DEST_MODULE_LOCATION is not set, so dkms refuses this file. Add ${line}.`,
    span: fileAnchor(conf, reading),
    fixes: [{ title: `Add ${line}`, edits: [edit], preferred: false }],
  };
}

/** A directive of the module after the gap, else of the one before it. */
function findNearestRecord(reading: Reading, index: number): DirectiveElement | undefined {
  const lists = recordDirectives.map((name) => reading.directives.get(name) ?? []);
  for (const towards of [firstElementFrom, lastElementBefore]) {
    const neighbours = lists.flatMap((elements) => towards(elements, index) ?? []);
    const [nearest] = neighbours
      .filter(({ nameSpan }) => nameSpan)
      .sort((a, b) => Math.abs(a.index - index) - Math.abs(b.index - index));
    if (nearest) return nearest;
  }
  return undefined;
}
