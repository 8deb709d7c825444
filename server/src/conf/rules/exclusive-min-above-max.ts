import { isSince } from '../directives/dkms-version.ts';
import { comparableVersion } from '../reading/exclusion.ts';
import { valueSpanOf } from './anchors.ts';
import { replaceValue } from './edits.ts';
import type { Fix } from './finding.ts';
import { knownElements } from './known-elements.ts';
import { isRegexRead } from './regular-expressions.ts';
import type { Rule } from './rule.ts';

export const exclusiveMinAboveMax: Rule = {
  id: 'exclusive-min-above-max',
  severity: 'error',
  summary: 'BUILD_EXCLUSIVE_KERNEL_MIN is above BUILD_EXCLUSIVE_KERNEL_MAX, so no kernel matches.',
  messages: [],
  *check({ conf, reading }) {
    if (!isSince(reading.facts.dkmsVersion, '3.0.11')) return;
    const most = new Map(
      [...knownElements(reading, 'BUILD_EXCLUSIVE_KERNEL_MAX')].map((each) => [each.element.index, each]),
    );
    for (const least of knownElements(reading, 'BUILD_EXCLUSIVE_KERNEL_MIN')) {
      const { index } = least.element;
      const max = most.get(index);
      if (!max || least.text === '' || max.text === '' || !isRegexRead(reading, least)) continue;
      if (comparableVersion(least.text) <= comparableVersion(max.text)) continue;
      const edits = [
        replaceValue(conf, least.element.valueSpan, max.text),
        replaceValue(conf, max.element.valueSpan, least.text),
      ].filter((edit) => edit !== undefined);
      const fixes: Fix[] =
        edits.length === 2 ? [{ title: 'Swap the two bounds', edits, preferred: false }] : [];
      const span = valueSpanOf(max.element);
      yield {
        message: `No kernel is both ${least.text} or newer and ${max.text} or older: dkms ${index === 0 ? 'never builds this package' : `never builds module ${index}`}. Swap the two bounds, or correct one of them.`,
        span: least.span,
        fixes,
        ...(span && { related: [{ span, message: 'This is the upper bound.' }] }),
      };
    }
  },
};
