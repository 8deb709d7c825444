/** What a letter stands for after a backslash in `$'…'`, for `echo -e` and for `printf` (bash 5.2, "ANSI-C Quoting"). */
export const escapedLetters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};
