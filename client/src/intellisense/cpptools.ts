import { type CancellationToken, type Disposable, extensions, type Uri } from 'vscode';
import { type CompileFlags, requests, serverNotifications } from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { type CpptoolsConfiguration, cpptoolsConfiguration } from './cpptools-configuration.ts';

// The part of the API of Microsoft's C/C++ extension used here, from its package vscode-cpptools (version 6 of the API).
const cpptoolsId = 'ms-vscode.cpptools';
const interfaceVersion = 6;

interface CpptoolsExtension {
  getApi(version: number): Cpptools;
}

interface Cpptools extends Disposable {
  registerCustomConfigurationProvider(provider: Provider): void;
  notifyReady(provider: Provider): void;
  didChangeCustomConfiguration(provider: Provider): void;
}

interface Provider extends Disposable {
  readonly name: string;
  readonly extensionId: string;
  canProvideConfiguration(uri: Uri, token?: CancellationToken): Promise<boolean>;
  provideConfigurations(
    uris: Uri[],
    token?: CancellationToken,
  ): Promise<{ uri: Uri; configuration: CpptoolsConfiguration }[]>;
  canProvideBrowseConfiguration(token?: CancellationToken): Promise<boolean>;
  provideBrowseConfiguration(token?: CancellationToken): Promise<null>;
  canProvideBrowseConfigurationsPerFolder(token?: CancellationToken): Promise<boolean>;
  provideFolderBrowseConfiguration(uri: Uri, token?: CancellationToken): Promise<null>;
}

/** Gives the C/C++ extension, if it is installed, the flags with which the selected kernel's build compiled each file. */
export async function provideCpptools(context: Context): Promise<void> {
  const extension = extensions.getExtension<Partial<CpptoolsExtension>>(cpptoolsId);
  if (!extension) return;
  const cpptools = (await extension.activate()).getApi?.(interfaceVersion);
  if (!cpptools) return;
  const flagsOf = (uri: Uri, token?: CancellationToken) =>
    context.request<CompileFlags | null>(requests.compileFlags, { uri: uri.toString() }, token);
  const provider: Provider = {
    name: 'DKMS Tools',
    extensionId: 'dkms-tools.dkms-tools',
    canProvideConfiguration: async (uri, token) => (await flagsOf(uri, token)) !== null,
    provideConfigurations: async (uris, token) => {
      const found = await Promise.all(
        uris.map(async (uri) => {
          const flags = await flagsOf(uri, token);
          return flags ? [{ uri, configuration: cpptoolsConfiguration(flags) }] : [];
        }),
      );
      return found.flat();
    },
    canProvideBrowseConfiguration: async () => false,
    provideBrowseConfiguration: async () => null,
    canProvideBrowseConfigurationsPerFolder: async () => false,
    provideFolderBrowseConfiguration: async () => null,
    dispose: () => {},
  };
  cpptools.registerCustomConfigurationProvider(provider);
  cpptools.notifyReady(provider);
  context.own(
    cpptools,
    context.onNotification<undefined>(serverNotifications.compileDatabaseChanged, () =>
      cpptools.didChangeCustomConfiguration(provider),
    ),
  );
}
