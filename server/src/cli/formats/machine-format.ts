/** The formats for programs that know nothing about DKMS. */
export type MachineFormat = 'sarif' | 'junit' | 'github';

export function isMachineFormat(format: string): format is MachineFormat {
  return format === 'sarif' || format === 'junit' || format === 'github';
}
