import { isReadBy } from '../directives/framework-directives.ts';
import { replaceValue } from './edits.ts';
import { type WrittenSetting, writtenSettings } from './framework-statements.ts';
import type { Rule } from './rule.ts';

export const settingValue: Rule = {
  id: 'setting-value',
  severity: 'warning',
  summary: 'A setting in framework.conf has a value that dkms interprets differently.',
  messages: [],
  framework: true,
  *check(context) {
    const all = [...writtenSettings(context)];
    for (const setting of all) {
      if (!isReadBy(setting.directive, context.reading.facts.dkmsVersion)) continue;
      const found = wrongIn(setting) ?? swappedKeys(setting, all);
      if (!found) continue;
      const { message, value } = found;
      const edit = value === undefined ? undefined : replaceValue(context.conf, setting.span, value);
      const title = value === '' ? 'Leave it empty' : `Change to "${value}"`;
      yield { message, span: setting.span, fixes: edit ? [{ title, edits: [edit], preferred: true }] : [] };
    }
  },
};

interface SettingFault {
  readonly message: string;
  /** What to write; absent if only the administrator can know. */
  readonly value?: string;
}

function wrongIn({ directive, text }: WrittenSetting): SettingFault | undefined {
  const { name, kind, values } = directive;
  const begin = `${name} is "${text}"`;
  switch (kind) {
    case 'switch':
      if (!/^(?:no|n|false|f|0|off|none|disabled?)$/i.test(text.trim())) return undefined;
      return {
        message: `${begin}, which switches it on: any text that is not empty does. Leave it empty to switch it off.`,
        value: '',
      };
    case 'folder':
    case 'file':
      // Variables in it may be empty here, and the rest may still be a path.
      if (/^[/$]|^pkcs11:/.test(text)) return undefined;
      return {
        message: text.startsWith('~')
          ? `${begin}: in quotes, bash leaves ~ as it is, and dkms looks for a ${kind} of that name. Write the whole path.`
          : `${begin}, which is not an absolute path: dkms looks for it in the folder that it is started in. Write the whole path.`,
      };
    case 'number':
      if (/^\d+$/.test(text)) return undefined;
      return {
        message: `${begin}, which is not a whole number: dkms runs make with -j${text}, and make stops. Write a number, or 0 for no limit.`,
      };
    case 'choice': {
      if (values.includes(text)) return undefined;
      const lower = text.trim().toLowerCase();
      const meant = /^(?:yes|y|1|on|true|always)$/.test(lower)
        ? 'true'
        : /^(?:no|n|0|off|false|never)$/.test(lower)
          ? 'false'
          : undefined;
      const taken = name === 'try_sign_modules' ? 'not_in_chroot' : 'false';
      return {
        message: `${begin}, which dkms takes for ${taken}. Write ${list(values)}.`,
        ...(meant !== undefined && { value: meant }),
      };
    }
    case undefined:
      return undefined;
    default:
      return kind satisfies never;
  }
}

/** A key in place of the certificate, and the other way round: a mistake in two lines. */
function swappedKeys(
  { directive, text }: WrittenSetting,
  all: readonly WrittenSetting[],
): SettingFault | undefined {
  if (directive.name !== 'mok_signing_key' || !/\.(?:der|crt|cer|pub)$/.test(text)) return undefined;
  const other = all.find((one) => one.directive.name === 'mok_certificate');
  if (!other || !/\.(?:priv|key)$/.test(other.text)) return undefined;
  return {
    message: `mok_signing_key is ${text} and mok_certificate is ${other.text}: these look swapped. The key is the private file (.priv, .key), the certificate the public one (.der, .pub).`,
  };
}

function list(values: readonly string[]): string {
  return values.length < 2 ? (values[0] ?? '') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
