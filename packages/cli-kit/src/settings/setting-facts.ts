import type { JsonSchema } from '../flags/flags-from-json-schema.js';

/** What a flag says about its value beyond what oclif keeps: for `aigc schema`, and for values that stand in a file. */
export interface SettingFacts {
  /** Of the value in a configuration file. */
  readonly schema: JsonSchema;
  /** The same as each of a family's models has it, where they differ in range or default. */
  readonly models?: { readonly [model: string]: JsonSchema };
}

/** Adds facts to a flag; oclif leaves keys alone that it does not know. */
export function withFacts<F extends object>(flag: F, facts: SettingFacts): F {
  return Object.assign(flag, { setting: facts });
}

/** The facts of a flag; by shape, since a plugin may bring its own copy of this package. */
export function factsOf(flag: object): SettingFacts | undefined {
  return (flag as { setting?: SettingFacts }).setting;
}
