import type { Rule } from './rule.ts';

export const innerQuotesLost: Rule = {
  id: 'inner-quotes-lost',
  severity: 'error',
  summary: 'Double quotes around spaces inside a value make dkms lose the whole value.',
  messages: [],
  *check({ conf, statements }) {
    for (const { assignment, directive } of statements.toDirectives()) {
      const { value } = assignment;
      if (assignment.append || 'items' in value) continue;
      if (!value.parts.some((part) => part.kind === 'text' && part.text.includes('"'))) continue;
      // dkms prints NAME[0]="value" and lets bash read that again: there, each quote in the value ends or begins a quoted text. Only plain
      // text is examined, since an expansion may well contain no blank.
      const text = value.parts.map((part) => (part.kind === 'text' ? part.text : '\0')).join('');
      // A substitution that is evaluated only in the second pass has quotes of its own.
      if (/[\\`]|\$\(/.test(text)) continue;
      const pieces = text.split('"');
      const inside = pieces.filter((_, index) => index % 2 === 1);
      if (pieces.length % 2 === 0 || !inside.some((piece) => /\s/.test(piece) && !piece.includes("'")))
        continue;
      const span = { start: value.start, end: value.end };
      const raw = conf.text.slice(span.start, span.end);
      const replaceable =
        /shell-command|script/.test(directive.valueType) && /^"(?:[^'"\\`]|\\")*"$/.test(raw);
      yield {
        message: `dkms expands the value a second time, and the inner double quotes end it there: ${assignment.name} is lost, and dkms continues without it. Use single quotes inside.`,
        span,
        fixes: replaceable
          ? [
              {
                title: 'Change the inner quotes to single quotes',
                edits: [...raw.matchAll(/\\"/g)].map(({ index }) => ({
                  span: { start: span.start + index, end: span.start + index + 2 },
                  newText: "'",
                })),
                preferred: true,
              },
            ]
          : [],
      };
    }
  },
};
