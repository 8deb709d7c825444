const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `1.2 MB`: in powers of 1000, like the sizes of modules. */
export function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1000;
  return `${unit === 0 || size >= 9.95 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}
