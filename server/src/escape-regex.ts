/** A text as the part of a regular expression, JavaScript's or an extended one of POSIX, that matches that text and nothing else. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
