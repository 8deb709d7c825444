/** A number with what it counts: `1 kernel`, `2 kernels`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
