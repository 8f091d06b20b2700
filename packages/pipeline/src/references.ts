// Code: E-CONFIG-304 a reference to nothing.
import { InvalidConfigError } from '@aigc/plugin-api';

/** A reference in a text: `${inputs.photo}`, `${steps.train}`, `${matrix.seed}`, `${vars.size}`. */
export interface Reference {
  readonly kind: 'inputs' | 'steps' | 'matrix' | 'vars';
  readonly name: string;
}

const REFERENCE = /\$\{([^}]*)\}/g;
const FORM = /^\s*(inputs|steps|matrix|vars)\.([A-Za-z][A-Za-z0-9_-]*)\s*$/;

/** All references in a text. @throws InvalidConfigError E-CONFIG-304 for one that has another form. */
function referencesIn(text: string, where: string): Reference[] {
  return [...text.matchAll(REFERENCE)].map(([whole, inner = '']) => {
    const [, kind, name] = FORM.exec(inner) ?? [];
    if (kind !== undefined && name !== undefined) return { kind: kind as Reference['kind'], name };
    throw new InvalidConfigError('E-CONFIG-304', `${where}: ${whole} is no reference`, {
      hints: [`write $\{inputs.NAME}, $\{steps.ID}, $\{matrix.NAME} or $\{vars.NAME}`],
    });
  });
}

/** A text with each reference replaced. */
export function replaceReferences(text: string, where: string, resolve: (reference: Reference) => string): string {
  return text.replace(REFERENCE, (whole) => resolve(referencesIn(whole, where)[0] as Reference));
}

/** The reference that a text consists of, and nothing else. */
export function soleReference(text: string, where: string): Reference | undefined {
  return /^\$\{[^}]*\}$/.test(text) ? referencesIn(text, where)[0] : undefined;
}
