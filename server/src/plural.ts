/** A number with what it counts: `1 kernel`, `2 kernels`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The first five of some names, and how many more there are: `a, b, c, d, e and 2 more`. */
export function listFirst(names: readonly string[]): string {
  const first = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${first} and ${names.length - 5} more` : first;
}
