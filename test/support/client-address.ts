import { URI } from 'vscode-uri';

/** The address of a file as VS Code sends it, which escapes more than `pathToFileURL` does. */
export function clientAddress(file: string): string {
  return URI.file(file).toString();
}
