/** A message without gcc's "did you mean": what it suggests depends on the kernel and is mostly wrong, what is wrong does not. */
export function withoutSuggestion(message: string): string {
  return message.replace(/; did you mean [^;]*\?$/, '');
}
