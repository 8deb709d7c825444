import type { Conf } from '../conf.ts';
import { findElement } from '../reading/reading.ts';
import type { Span, TextEdit } from '../text.ts';
import { fileAnchor, findConditions, valueSpanOf } from './anchors.ts';
import { quote, replaceValue, valueStart } from './edits.ts';
import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';

export const invalidDestModuleLocation: Rule = {
  id: 'invalid-dest-module-location',
  severity: 'error',
  summary: 'DEST_MODULE_LOCATION does not begin with /kernel, /updates or /extra.',
  messages: ['E11'],
  *check({ conf, reading }) {
    const missing = new Set(findConditions(reading, 'E8').map(({ index }) => index ?? 0));
    for (const { index = 0, value, span } of findConditions(reading, 'E11')) {
      const element = findElement(reading, 'DEST_MODULE_LOCATION', index);
      // Up to 3.2.1, dkms also reports an absent folder as one with a wrong beginning.
      if (missing.has(index) || !element) continue;
      const text = value ?? (element.value.kind === 'known' ? element.value.text : undefined);
      yield {
        message: `DEST_MODULE_LOCATION[${index}] ${text === undefined ? '' : `is "${text}" and `}does not begin with /kernel, /updates or /extra, so dkms refuses this file. Write a folder below the kernel's module folder, such as "/updates/dkms".`,
        span: valueSpanOf(element) ?? span ?? fileAnchor(conf, reading),
        fixes: element.valueSpan ? findDestFixes(conf, element.valueSpan) : [],
      };
    }
  },
};

/** Folders that dkms accepts in place of one that it refuses. */
export function findDestFixes(conf: Conf, span: Span): Fix[] {
  const start = valueStart(conf, span);
  const raw = conf.text.slice(start, span.end);
  if (/^(kernel|updates|extra)(?=[/"']|$)/.test(raw))
    return [fix(`Add a leading slash`, { span: { start, end: start }, newText: '/' }, true)];
  // The full path of the kernel's modules, with `$kernelver`, `$(uname -r)` or a release in it.
  const whole =
    /^(?:\/usr)?\/lib\/modules\/(?:\$\{?\w+\}?|\$\([^()]*\)|`[^`]*`|[\w.+-]+)(?=\/(?:kernel|updates|extra)(?:[/"']|$))/.exec(
      raw,
    );
  if (whole)
    return [fix(`Delete ${whole[0]}`, { span: { start, end: start + whole[0].length }, newText: '' }, true)];
  const inner = /^\/?((?:drivers|net|sound|fs|crypto|block|arch)(?:\/[\w./-]*)?)["']?$/.exec(raw)?.[1];
  return [inner && `/kernel/${inner}`, '/updates/dkms'].flatMap((folder) => {
    const edit = folder && replaceValue(conf, span, folder);
    return edit ? [fix(`Change to ${quote(folder)}`, edit, false)] : [];
  });
}

function fix(title: string, edit: TextEdit, preferred: boolean): Fix {
  return { title, edits: [edit], preferred };
}
