import type { Cause } from '../../triage/cause.ts';

/** The label in front of a cause, which distinguishes proven, likely and possible causes. */
export function causeLabel({ confidence }: Pick<Cause, 'confidence'>): string {
  return { verified: 'cause', likely: 'likely cause', unknown: 'possible cause, not proven' }[confidence];
}

/** A cause in machine-readable output. */
export function causeDocument({
  change,
  ...cause
}: Cause): Omit<Cause, 'change'> & { readonly certainty: Cause['confidence'] } {
  return { ...cause, certainty: cause.confidence };
}

/** A cause in one sentence; one that is not proven says how certain it is. */
export function causeSentence(cause: Cause): string {
  if (cause.confidence === 'verified') return cause.summary;
  const label = causeLabel(cause);
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}: ${cause.summary}`;
}
