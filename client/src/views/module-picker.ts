import { window, workspace } from 'vscode';
import type { Module } from '../builds/module.ts';

/** Asks the user which module is meant; `undefined` if the user chose none. */
export async function pickModule(modules: readonly Module[]): Promise<Module | undefined> {
  const items = modules.map((module) => ({
    label: module.name,
    description: workspace.asRelativePath(module.conf),
    module,
  }));
  const item = await window.showQuickPick(items, {
    title: 'Module to Build',
    placeHolder: 'Select a module of this workspace',
    matchOnDescription: true,
  });
  return item?.module;
}
