/** What is used of the library, which comes without types. */
declare module '@lhncbc/ucum-lhc' {
  interface Validation {
    readonly status: 'valid' | 'invalid' | 'error';
    /** The code that was understood; another one than was asked for where a name was given. */
    readonly ucumCode?: string | null;
  }
  interface Conversion {
    readonly status: 'succeeded' | 'failed' | 'error';
    readonly toVal: number | null;
  }
  interface Utilities {
    validateUnitString(unit: string): Validation;
    convertUnitTo(from: string, value: number, to: string): Conversion;
  }
  const library: { readonly UcumLhcUtils: { getInstance(): Utilities } };
  export default library;
}
