/** So that Markdown shows a text as it is. */
export function asText(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#~]/g, '\\$&');
}

/** With a capital letter, as a sentence or a title begins. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
