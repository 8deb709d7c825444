/** The message without gcc's "did you mean": the suggestion differs from kernel to kernel and is mostly wrong. */
export function withoutSuggestion(message: string): string {
  return message.replace(/; did you mean [^;]*\?$/, '');
}
