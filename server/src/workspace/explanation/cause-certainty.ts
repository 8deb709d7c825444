import type { Cause } from '../../triage/cause.ts';

/** What stands before a cause, so that proven ones, likely ones and mere possibilities look different everywhere. */
export function causeLabel({ confidence }: Pick<Cause, 'confidence'>): string {
  return { verified: 'cause', likely: 'likely cause', unknown: 'possible cause, not proven' }[confidence];
}

/** A cause as it stands in documents for programs. */
export function causeDocument(cause: Cause): Cause & { readonly certainty: Cause['confidence'] } {
  return { ...cause, certainty: cause.confidence };
}

/** A cause in one sentence, with how sure it is where it is not proven. */
export function causeSentence(cause: Cause): string {
  if (cause.confidence === 'verified') return cause.summary;
  const label = causeLabel(cause);
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}: ${cause.summary}`;
}
