import { getSystemErrorMap } from 'node:util';

/** What the system says about its error, such as `permission denied`; the message of any other error. */
export function systemMessage(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  const [, text = message] = getSystemErrorMap().get(errno ?? 0) ?? [];
  return text;
}
