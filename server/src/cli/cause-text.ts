import type { Cause } from '../triage/cause.ts';
import { causeLabel } from '../workspace/explanation/cause-certainty.ts';
import { styled, type Writer } from './terminal.ts';

/** The text of a cause, printed under its problem: what changed, and both declarations. */
export function causeText(cause: Cause, out: Writer): string {
  const style = ({ verified: ['bold', 'cyan'], likely: ['cyan'], unknown: ['yellow'] } as const)[
    cause.confidence
  ];
  const lines = [
    `  ${styled(out, style, `${causeLabel(cause)}:`)} ${cause.summary}${styled(out, 'dim', ` [${cause.id}]`)}`,
    ...cause.evidence.map(({ kernel, file, line, text, form }) => {
      const location = `${file}:${line}`;
      return `    ${form === 'old' ? 'was' : 'now'} ${styled(out, 'dim', `on ${kernel}, ${location}:`)} ${text}`;
    }),
    ...cause.fixes.flatMap(({ title, semantics }) => [
      `    ${styled(out, 'green', 'fix:')} ${title}`,
      ...(semantics === undefined ? [] : [`      ${styled(out, 'yellow', 'check:')} ${semantics}`]),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The line under a further problem with a cause that was printed before. */
export function sameCauseText(cause: Pick<Cause, 'confidence' | 'id'>, out: Writer): string {
  return `  ${styled(out, 'dim', `${causeLabel(cause)}: as above [${cause.id}]`)}\n`;
}
