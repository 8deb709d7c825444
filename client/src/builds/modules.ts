import path from 'node:path';
import { Uri, window, workspace } from 'vscode';
import { type ModuleDescription, requests } from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { pickModule } from '../views/module-picker.ts';
import type { Module } from './module.ts';
import { nearestConf } from './nearest-conf.ts';

/**
 * The modules of the workspace, in path order. Templates such as dkms.conf.in do not count: dkms reads only dkms.conf.
 */
export async function listModules(context: Context): Promise<readonly Module[]> {
  const modules = await context.request<readonly ModuleDescription[]>(requests.modules);
  return modules
    .map(({ conf, name }) => ({ conf: Uri.parse(conf, true), name }))
    .filter(({ conf }) => isConf(conf) || isBare(conf));
}

/** The modules that have no dkms.conf. */
export async function findBareModules(context: Context): Promise<readonly Module[]> {
  return (await listModules(context)).filter(({ conf }) => isBare(conf));
}

/**
 * The module that the user means: the one `file` belongs to, else that of the active editor, else the only one, else the one chosen
 * from a list. `undefined` if the user chose none; throws if the workspace has no module.
 */
export async function chooseModule(context: Context, file?: Uri): Promise<Module | undefined> {
  const modules = await listModules(context);
  const meant = file ?? window.activeTextEditor?.document.uri;
  if (meant?.scheme === 'file') {
    if (isConf(meant)) return moduleOf(meant, modules);
    const nearest = nearestConf(
      meant.fsPath,
      modules.map((module) => module.conf.fsPath),
    );
    if (nearest !== undefined) return moduleOf(Uri.file(nearest), modules);
  }
  if (modules.length === 0) {
    throw new Error(
      workspace.workspaceFolders
        ? 'No dkms.conf was found in this window, and no Kbuild or Makefile with obj-m. Open the folder of the module you want to build.'
        : 'No folder is open. Open the folder of the module you want to build, or its dkms.conf.',
    );
  }
  return modules.length === 1 ? modules[0] : await pickModule(modules);
}

/** The module of a dkms.conf; if it lies outside the workspace, the module is named after its folder. */
export function moduleOf(conf: Uri, modules: readonly Module[]): Module {
  const known = modules.find((module) => module.conf.fsPath === conf.fsPath);
  return known ?? { conf, name: path.basename(path.dirname(conf.fsPath)) };
}

/** Whether a module is one without a dkms.conf. */
export function isBare(conf: Uri): boolean {
  return /^(?:Kbuild|Makefile)$/.test(path.basename(conf.fsPath));
}

function isConf(file: Uri): boolean {
  return path.basename(file.fsPath) === 'dkms.conf';
}
