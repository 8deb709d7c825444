import { existsSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { searchPath, testOption } from './surroundings.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** The clangd of this machine; `undefined` if it has none. */
export function clangdPath(): string | undefined {
  return searchPath(testOption('CLANG') ?? '')
    .split(path.delimiter)
    .flatMap((folder) => ['clangd', 'clangd-14', 'clangd-19'].map((name) => path.join(folder, name)))
    .find((program) => path.isAbsolute(program) && existsSync(program));
}

/**
 * The files of an extension with the id, the command and the API of the clangd extension, which no package registry has. It runs the real
 * clangd through the same library, and rewrites proposals in the same way.
 */
export async function clangdExtension(clangd: string): Promise<Readonly<Record<string, string>>> {
  return {
    'package.json': JSON.stringify({
      ...{ name: 'vscode-clangd', publisher: 'llvm-vs-code-extensions', version: '1.0.0', license: 'MIT' },
      ...{ displayName: 'clangd', description: 'Runs clangd', engines: { vscode: '^1.101.0' } },
      ...{ main: './main.js', activationEvents: ['onLanguage:c'] },
      contributes: { commands: [{ command: 'clangd.restart', title: 'clangd: Restart' }] },
    }),
    'main.js': await bundled(program(clangd)),
    'README.md': 'It runs clangd.\n',
  };
}

const program = (clangd: string) => `
import { commands, CompletionList, workspace } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';

const api = { languageClient: undefined };

async function start() {
  const middleware = {
    async provideCompletionItem(document, position, context, token, next) {
      const list = await next(document, position, context, token);
      const items = (Array.isArray(list) ? list : (list?.items ?? [])).map((item) => {
        const word = document.getText(document.getWordRangeAtPosition(position));
        if (word) item.filterText = word + '_' + item.filterText;
        return item;
      });
      return new CompletionList(items, true);
    },
  };
  const server = { command: ${JSON.stringify(clangd)}, args: ['--background-index=0'] };
  const documentSelector = [{ scheme: 'file', language: 'c' }];
  api.languageClient = new LanguageClient('clangd', 'clangd', server, { documentSelector, middleware });
  await api.languageClient.start();
}

export async function activate(context) {
  context.subscriptions.push(
    commands.registerCommand('clangd.restart', async () => {
      await api.languageClient?.stop();
      await start();
    }),
  );
  await start();
  return { getApi: () => api };
}

export const deactivate = () => api.languageClient?.stop();
`;

async function bundled(text: string): Promise<string> {
  const name = path.join(root, 'clangd-extension.js');
  const made = await rolldown({
    ...{ cwd: root, input: name, platform: 'node', external: ['vscode'] },
    plugins: [
      {
        name: 'text',
        resolveId: (id) => (id === name ? id : undefined),
        load: (id) => (id === name ? text : undefined),
      },
    ],
  });
  const { output } = await made.generate({ format: 'cjs', minify: true });
  await made.close();
  return output[0].code;
}
