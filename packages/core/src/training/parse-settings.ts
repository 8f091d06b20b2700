// Code: E-CONFIG-109 settings that the model's schema refuses.
import { AigcError, InvalidConfigError } from '@aigc/plugin-api';

interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Runs a function that parses settings with a model's schema and turns the schema library's complaint into ours.
 *
 * @throws InvalidConfigError naming each field at fault.
 */
export function parseSettings<T>(modelName: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    const issues = (cause as { issues?: readonly SchemaIssue[] } | undefined)?.issues;
    if (AigcError.isInstance(cause) || !Array.isArray(issues)) throw cause;
    const reasons = (issues as SchemaIssue[]).map(({ path, message }) =>
      path.length === 0 ? message : `${path.join('.')}: ${message}`,
    );
    throw new InvalidConfigError('E-CONFIG-109', `invalid settings of ${modelName}: ${reasons.join('; ')}`, {
      hints: ['correct these settings; --help lists their ranges and defaults'],
      cause,
    });
  }
}
