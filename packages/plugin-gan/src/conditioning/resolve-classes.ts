// Codes: E-CONFIG-401 conditional without classes; E-CONFIG-402 no class of that name; E-CONFIG-403 a class of a model without.
import { type ImageDataFacts, InvalidConfigError } from '@aigc/plugin-api';

/**
 * The classes that a run learns: all that the pictures have, unless `conditional` is false.
 *
 * @returns undefined for a model without classes
 * @throws InvalidConfigError where `conditional` is true and the pictures have no classes
 */
export function resolveClasses(conditional: boolean | undefined, { classes }: ImageDataFacts): readonly string[] | undefined {
  if (conditional === false) return undefined;
  if (classes.length > 1) return classes;
  if (conditional !== true) return undefined;
  throw new InvalidConfigError('E-CONFIG-401', 'conditional is set, but the pictures have no classes', {
    hints: ['put the pictures of each class in a folder of their own', 'or leave --conditional out'],
  });
}

/**
 * Label of a class by its name.
 *
 * @returns undefined where no class was asked for
 * @throws InvalidConfigError for a name that is not known, or a model without classes
 */
export function labelOf(name: string | undefined, classes: readonly string[] | undefined): number | undefined {
  if (name === undefined) return undefined;
  if (classes === undefined) {
    throw new InvalidConfigError('E-CONFIG-403', `class is '${name}', but the model was trained without classes`, {
      hints: ['leave --class out'],
    });
  }
  const label = classes.indexOf(name);
  if (label >= 0) return label;
  throw new InvalidConfigError('E-CONFIG-402', `class '${name}' is not among those the model was trained on`, {
    hints: [`choose one of: ${classes.join(', ')}`],
  });
}
