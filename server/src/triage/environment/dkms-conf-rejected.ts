import type { EnvironmentCause } from './environment-cause.ts';

export const dkmsConfRejected: EnvironmentCause = {
  id: 'dkms-conf-rejected',
  symbol: 'dkms.conf',
  title: 'dkms refuses the dkms.conf',
  summary:
    'dkms has bash read the file, and then checks the values. A directive is missing, a value is not valid in this version of dkms, or the file is something else, such as a web page that shows it.',
  advice: 'Run `dkms-tools check` on the file: it names each line and what to write.',
  certainty: 'verified',
  explains: [
    {
      message:
        /^(?:Bad conf file|Malformed dkms\.conf file|No '\w+' directive specified|Directive '\w+' does not begin|Unsupported \w+ value|.*is not a valid (?:dkms\.conf|config)|The directive '\w+')/,
      tools: ['dkms'],
    },
    {
      message: /^(?:syntax error|unexpected EOF|.*: command not found)/,
      holds: ({ problem }) => problem.file.endsWith('dkms.conf'),
    },
  ],
  isOnce: true,
};
