/** Text from a file as a code span of Markdown, whatever is in it: the fence is longer than any backticks inside. */
export function codeSpan(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const short = line.length > 300 ? `${line.slice(0, 300)}…` : line;
  const longest = Math.max(0, ...(short.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$|^ .* $/.test(short) ? ' ' : '';
  return short.trim() === '' ? '(empty)' : `${fence}${pad}${short}${pad}${fence}`;
}

/** Text from a file as plain words of Markdown: no link, no image, no HTML can come out of it. */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()<>#+\-.!|~&:@/]/g, '\\$&');
}
