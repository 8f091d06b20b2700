/** Where a file came from: enough to make it again. Written into PNG text, glTF `extras` and manifests. */
export interface Recipe {
  /** Version of this record's layout. */
  readonly recipe: 1;
  /** The command that made the file, e.g. `generate`, `cg material`. */
  readonly command: string;
  readonly aigcVersion: string;
  /** Settings that decide the content of the file. */
  readonly settings: { readonly [name: string]: unknown };
  /** Files it was made from. */
  readonly inputs: readonly RecipeInput[];
}

export interface RecipeInput {
  /** File name without its folder: a recipe travels, and says nothing about the machine it was made on. */
  readonly name: string;
  readonly sha256: string;
  /** The input's own recipe, where it carried one: lineage goes back to the training data. */
  readonly recipe?: Recipe;
}
